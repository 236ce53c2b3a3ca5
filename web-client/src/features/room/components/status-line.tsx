import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLine } from '@/lib/signaling/line';
import { least } from '../media/adaptation';
import type { RoomCall } from '../state/room-call';
import { own, type RoomState } from '../state/room-state';
import { useStore } from '../use-store';
import styles from './status-line.module.css';

/** Says what is wrong, and what is done about it; nothing while all is well. */
export function StatusLine({ call, room }: { call: RoomCall; room: RoomState }) {
  const { t } = useTranslation('room');
  const line = useLine();
  const lines = useStore(call.plane.lines);
  const { problems } = useStore(call.local.state);
  const { stale } = useStore(call.session.standing);
  const broken = room.participants.filter(({ id }) => lines.get(id)?.state === 'broken').map(({ name }) => name);
  // what others asked for is their wish, not a bad line
  const slowed = [...lines].filter(([id]) => room.participants.find((each) => each.id === id)?.mode === 'full').map(([, { mode }]) => mode);
  const mode = least('full', ...slowed);
  const silent = useStore(call.silent);
  const wanted = own(room)?.mode ?? 'full';
  const words: string[] = [];
  if (line !== 'online') words.push(t('status.offline'));
  else if (stale) words.push(t('status.stale'));
  if (broken.length > 0) words.push(t('status.reconnecting', { names: broken.join('、') }));
  if (mode !== 'full') words.push(t(mode === 'low' && room.plane === 'kurento' ? 'status.small' : `status.${mode}`));
  if (problems.microphone) words.push(t(`problem.microphone.${problems.microphone}`));
  if (silent) words.push(t('status.silent'));
  if (wanted !== 'full') words.push(t(`status.wanted.${wanted}`));
  if (!room.media) words.push(t('status.otherTab'));
  if (words.length === 0) return null;
  return (
    <div className={styles.line} role="status" data-testid="status">
      {words.map((each) => <span key={each}>{each}</span>)}
      {wanted === 'full' ? null : <Button size="small" onClick={() => void call.session.ask('media.mode', { mode: 'full' }).catch(() => undefined)}>{t('status.allPictures')}</Button>}
      {room.media || line !== 'online' ? null : <Button size="small" onClick={() => void call.session.takeMedia()}>{t('status.takeMedia')}</Button>}
    </div>
  );
}
