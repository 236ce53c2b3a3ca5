import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import styles from './recording-bar.module.css';

/** While a recording is asked for or runs, everybody sees it, and may say no. */
export function RecordingBar({ call, room }: { call: RoomCall; room: RoomState }) {
  const { t } = useTranslation(['room', 'common']);
  const { recording } = room;
  if (!recording) return null;
  const nameOf = (id: string): string => room.participants.find((one) => one.id === id)?.name ?? '';
  const asked = recording.waiting.includes(room.you);
  const others = recording.waiting.filter((id) => id !== room.you).map(nameOf).filter(Boolean);
  const running = recording.state === 'running';
  const words = running ? t('room:recording.running') : asked ? t('room:recording.asked', { name: nameOf(recording.by) }) : t('room:recording.waiting', { names: others.join('、') });
  return (
    <div className={styles.bar} data-state={recording.state} role={asked ? 'alert' : 'status'} data-testid="recording" data-recording={recording.state}>
      <span className={styles.dot} aria-hidden="true" />
      <strong>{words}</strong>
      {asked ? (
        <span className={styles.answers}>
          <Button type="primary" onClick={() => void call.recording.consent(true)} data-testid="recording-agree">{t('room:recording.agree')}</Button>
          <Button onClick={() => void call.recording.consent(false)}>{t('room:recording.refuse')}</Button>
        </span>
      ) : null}
      {room.rights.includes('moderate') ? (
        <Button size="small" onClick={() => void call.recording.stop()} data-testid="recording-stop">{t(running ? 'room:recording.stop' : 'room:recording.cancel')}</Button>
      ) : running ? (
        <Popconfirm title={t('room:recording.withdrawAsk')} okText={t('room:recording.withdraw')} cancelText={t('common:action.cancel')} onConfirm={() => void call.recording.consent(false)}>
          <Button size="small">{t('room:recording.withdraw')}</Button>
        </Popconfirm>
      ) : null}
    </div>
  );
}
