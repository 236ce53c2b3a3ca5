import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { RecordingList } from '../recording/recording-list';
import styles from './door.module.css';

interface OverProps {
  phase: 'left' | 'closed' | 'removed' | 'denied';
  reason: string | undefined;
  roomId: string;
  onAgain: () => void;
  onHome: () => void;
}

/** Outside again, and why. */
export function Over({ phase, reason, roomId, onAgain, onHome }: OverProps) {
  const { t } = useTranslation('room');
  return (
    <main className={styles.door}>
      <h1>{t(`over.${phase}`)}</h1>
      {phase === 'closed' && reason && reason !== 'ended' && reason !== 'deserted' ? <p className={styles.soft}>{reason}</p> : null}
      {phase === 'left' || phase === 'closed' ? <RecordingList roomId={roomId} /> : null}
      <div className={styles.row}>
        {phase === 'left' ? <Button onClick={onAgain}>{t('over.again')}</Button> : null}
        <Button type="primary" onClick={onHome}>{t('over.home')}</Button>
      </div>
    </main>
  );
}
