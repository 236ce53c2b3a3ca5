import { Button, Modal, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetScale, keepScale, screenScale } from '../waveform/scale';
import styles from './ecg-ruler.module.css';

/** ISO/IEC 7810 ID-1: bank and identity cards. */
const card = { width: 85.6, height: 53.98 };

interface EcgRulerProps {
  open: boolean;
  onClose: () => void;
  onKept: () => void;
}

/** How large a millimetre is on this screen, found with a card or a ruler; kept on this machine. */
export function EcgRuler({ open, onClose, onKept }: EcgRulerProps) {
  const { t } = useTranslation('viewer');
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('ruler.title')} width={900} destroyOnHidden>
      <Ruler onClose={onClose} onKept={onKept} />
    </Modal>
  );
}

function Ruler({ onClose, onKept }: Omit<EcgRulerProps, 'open'>) {
  const { t } = useTranslation('viewer');
  const [perMm, setPerMm] = useState(() => screenScale().perMm);
  const done = (): void => {
    keepScale(perMm);
    onKept();
    onClose();
  };
  const reset = (): void => {
    forgetScale();
    setPerMm(screenScale().perMm);
  };
  return (
    <div className={styles.dialog}>
      <p>{t('ruler.how')}</p>
      <div className={styles.bench}>
        <div className={styles.card} style={{ width: card.width * perMm, height: card.height * perMm }} data-testid="ruler-card">{t('ruler.card')}</div>
        <svg className={styles.ruler} width={101 * perMm} height={34} role="img" aria-label={t('ruler.ruler')}>
          {Array.from({ length: 101 }, (_, mm) => (
            <path key={mm} d={`M${(mm + 0.2) * perMm} 0 v${mm % 10 === 0 ? 18 : mm % 5 === 0 ? 13 : 8}`} />
          ))}
          {[0, 20, 40, 60, 80, 100].map((mm) => <text key={mm} x={(mm + 0.6) * perMm} y={31}>{mm}</text>)}
        </svg>
      </div>
      <Slider min={2} max={12} step={0.01} value={perMm} onChange={setPerMm} tooltip={{ open: false }} ariaLabelForHandle={t('ruler.size')} />
      <div className={styles.buttons}>
        <span className={styles.value}>{t('ruler.value', { value: perMm.toFixed(2) })}</span>
        <Button onClick={reset}>{t('ruler.reset')}</Button>
        <Button type="primary" onClick={done}>{t('ruler.keep')}</Button>
      </div>
    </div>
  );
}
