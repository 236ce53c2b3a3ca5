import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Mode } from '../media/adaptation';
import type { RoomCall } from '../state/room-call';
import { own, type RoomState } from '../state/room-state';
import { useEscape } from '../use-escape';
import { DeviceChoice } from './device-check';
import styles from './tools.module.css';

const modes: Mode[] = ['full', 'low', 'audio'];

/** Other devices while the room goes on, and how much picture one wants over a thin line. */
export function Settings({ call, room, onHelp, onClose }: { call: RoomCall; room: RoomState; onHelp: () => void; onClose: () => void }) {
  const { t } = useTranslation('room');
  useEscape(onClose);
  const mode = own(room)?.mode ?? 'full';
  return (
    <div className={styles.settings}>
      <DeviceChoice call={call} kind="microphone" />
      <DeviceChoice call={call} kind="camera" />
      <DeviceChoice call={call} kind="speaker" />
      <div className={styles.field}>
        <label htmlFor="mode">{t('mode.label')}</label>
        <Select id="mode" value={mode} options={modes.map((value) => ({ value, label: t(`mode.${value}`) }))} onChange={(next) => void call.session.ask('media.mode', { mode: next }).catch(() => undefined)} />
      </div>
      {room.plane === 'mesh' ? <small>{t('status.meshLimit', { video: room.limits.video })}</small> : null}
      <Button size="small" onClick={onHelp}>{t('tool.help')}</Button>
    </div>
  );
}
