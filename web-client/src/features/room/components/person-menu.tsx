import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import type { Participant, Source } from '../state/room-state';

/** What a moderator may do about somebody. */
export function PersonMenu({ call, one }: { call: RoomCall; one: Participant }) {
  const { t } = useTranslation(['room', 'common']);
  const { modal } = App.useApp();
  const ask = (type: string, fields: object): void => void call.session.ask(type, { target: one.id, ...fields }).catch(() => call.notice.set({ kind: 'refused' }));
  const shows = (source: Source): boolean => one.tracks.some((track) => track.source === source);
  const locked = one.locked.includes('microphone');
  const items = [
    ...(one.muted.includes('microphone') ? [] : [{ key: 'mute', label: t('room:person.mute') }]),
    locked ? { key: 'unlock', label: t('room:person.unlock') } : { key: 'lock', label: t('room:person.muteLock') },
    ...(shows('camera') ? [{ key: 'camera', label: t('room:person.cameraStop') }] : []),
    ...(shows('screen') ? [{ key: 'screen', label: t('room:person.screenStop') }] : []),
    ...(one.rights.includes('present') ? [{ key: 'present', label: t('room:person.present') }] : []),
    ...(one.handRaised ? [{ key: 'lower', label: t('room:person.lower') }] : []),
    ...(one.role === 'host' ? [] : [{ key: 'kick', danger: true, label: t('room:person.kick') }]),
  ];
  const acts: Record<string, () => void> = {
    mute: () => ask('room.mute', { source: 'microphone', muted: true }),
    lock: () => ask('room.mute', { source: 'microphone', muted: true, lock: true }),
    unlock: () => ask('room.mute', { source: 'microphone', muted: false }),
    camera: () => ask('room.mute', { source: 'camera', muted: true }),
    screen: () => ask('room.mute', { source: 'screen', muted: true }),
    present: () => ask('board.presenter.grant', {}),
    lower: () => ask('hand.lower', {}),
    kick: () =>
      void modal.confirm({
        title: t('room:person.kick'),
        content: t('room:person.kickAsk'),
        okText: t('room:person.kick'),
        okButtonProps: { danger: true },
        cancelText: t('common:action.cancel'),
        onOk: () => ask('room.kick', {}),
      }),
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => acts[key]?.() }}>
      <Button size="small" type="text" icon={<MoreOutlined />} aria-label={t('room:person.actions', { name: one.name })} />
    </Dropdown>
  );
}
