import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import styles from './door.module.css';

/** Who comes while the room is recorded enters by agreeing to it, or does not. */
export function RecordedDoor({ call }: { call: RoomCall }) {
  const { t } = useTranslation('room');
  return (
    <main className={styles.door} data-testid="recorded-door">
      <h1 role="status">{t('recording.door')}</h1>
      <p className={styles.soft}>{t('recording.doorBody')}</p>
      <div className={styles.row}>
        <Button onClick={() => void call.leave()}>{t('recording.doorLeave')}</Button>
        <Button type="primary" size="large" onClick={() => void call.session.enterRecorded()}>{t('recording.doorEnter')}</Button>
      </div>
    </main>
  );
}
