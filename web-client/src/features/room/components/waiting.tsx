import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import { DeviceCheck } from './device-check';
import styles from './door.module.css';

/** In front of the door until a moderator opens it; devices can be tried meanwhile. */
export function Waiting({ call }: { call: RoomCall }) {
  const { t } = useTranslation('room');
  return (
    <main className={styles.door}>
      <h1 role="status" data-testid="waiting">{t('waiting.title')}</h1>
      <p className={styles.soft}>{t('waiting.body')}</p>
      <DeviceCheck call={call} />
      <Button onClick={() => void call.leave()}>{t('waiting.leave')}</Button>
    </main>
  );
}
