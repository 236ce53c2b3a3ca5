import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLine } from '@/lib/signaling/line';
import styles from './line-dot.module.css';

/** The state of live updates: a word and a dot. */
export function LineDot() {
  const { t } = useTranslation('shell');
  const line = useLine();
  return (
    <Tooltip title={line === 'waiting' ? t('line.waitingHint') : ''}>
      <span className={`${styles.line} ${styles[line]}`} role="status">
        <span className={styles.dot} aria-hidden="true" />
        {t(`line.${line}`)}
      </span>
    </Tooltip>
  );
}
