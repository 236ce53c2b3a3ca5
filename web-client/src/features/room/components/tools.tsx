import {
  AudioMutedOutlined, AudioOutlined, DesktopOutlined, FileImageOutlined, LogoutOutlined, MessageOutlined, MoreOutlined, PlayCircleOutlined, PoweroffOutlined, TeamOutlined, VideoCameraOutlined,
} from '@ant-design/icons';
import { App, Button, Dropdown, Popover, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ShortcutHelp } from '@/components/shortcut-help';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import type { RoomCall } from '../state/room-call';
import { own, type RoomState } from '../state/room-state';
import { useStore } from '../use-store';
import type { DrawerTab } from './drawer';
import { HandIcon } from './hand-icon';
import { Settings } from './settings';
import styles from './tools.module.css';

interface ToolsProps {
  call: RoomCall;
  room: RoomState;
  boardOpen: boolean;
  chatOpen: boolean;
  peopleOpen: boolean;
  /** Lines of the chat that have not been seen. */
  unread: number;
  onBoard: () => void;
  onDrawer: (tab: DrawerTab) => void;
  onLayout: () => void;
}

/** Own tools: microphone, camera, share, board, hand, chat, leave. */
export function Tools({ call, room, boardOpen, chatOpen, peopleOpen, unread, onBoard, onDrawer, onLayout }: ToolsProps) {
  const { t } = useTranslation(['room', 'common']);
  const { modal } = App.useApp();
  const [help, setHelp] = useState(false);
  const [settings, setSettings] = useState(false);
  const { tracks } = useStore(call.local.state);
  const intent = useStore(call.intent);
  const me = own(room);
  const may = (right: (typeof room.rights)[number]): boolean => room.rights.includes(right);
  const speaks = intent.microphone && tracks.microphone !== undefined && me?.muted.includes('microphone') !== true;
  const hand = me?.handRaised !== undefined;
  const hands = room.participants.filter(({ id, handRaised }) => handRaised !== undefined && id !== room.you).length;
  const act = {
    microphone: (): void => void call.setMicrophone(!speaks),
    camera: (): void => void call.setCamera(!tracks.camera),
    share: (): void => void call.setScreen(!tracks.screen),
    record: (): void => void (room.recording ? call.recording.stop() : call.recording.start()),
    hand: (): void => void call.session.ask(hand ? 'hand.lower' : 'hand.raise').catch(() => undefined),
  };
  const close = (): void =>
    void modal.confirm({ title: t('room:tool.close'), content: t('room:closeAsk'), okText: t('room:tool.close'), okButtonProps: { danger: true }, cancelText: t('common:action.cancel'), onOk: () => void call.session.ask('room.close').catch(() => undefined) });
  // Shift keeps these apart from the letters of the viewer's tools
  useShortcuts({ M: act.microphone, C: act.camera, S: act.share, B: onBoard, H: act.hand, T: () => onDrawer('chat'), P: () => onDrawer('people'), G: onLayout, ...(boardOpen ? {} : { '?': () => setHelp(true) }) });
  const keyRows: [string, string][] = [
    ['Shift M', t('room:key.microphone')], ['Shift C', t('room:key.camera')], ['Shift S', t('room:key.share')], ['Shift B', t('room:key.board')],
    ['Shift H', t('room:key.hand')], ['Shift T', t('room:key.chat')], ['Shift P', t('room:key.people')], ['Shift G', t('room:key.view')],
  ];
  return (
    <footer className={styles.tools} role="toolbar" aria-label={t('room:tool.bar')}>
      <Tool name={t(speaks ? 'room:tool.microphoneOn' : 'room:tool.microphoneOff')} off={!speaks} disabled={!may('audio')} icon={speaks ? <AudioOutlined /> : <AudioMutedOutlined />} onClick={act.microphone} id="microphone" letter="M" />
      <Tool name={t(tracks.camera ? 'room:tool.cameraOn' : 'room:tool.cameraOff')} off={!tracks.camera} disabled={!may('video')} icon={<VideoCameraOutlined />} onClick={act.camera} id="camera" letter="C" />
      {may('screen') ? <Tool name={t(tracks.screen ? 'room:tool.shareStop' : 'room:tool.share')} on={tracks.screen !== undefined} icon={<DesktopOutlined />} onClick={act.share} id="share" letter="S" wide /> : null}
      <Tool name={t('room:tool.board')} on={boardOpen} icon={<FileImageOutlined />} onClick={onBoard} id="board" letter="B" />
      <Tool name={t(hand ? 'room:tool.handDown' : 'room:tool.hand')} on={hand} icon={<HandIcon />} onClick={act.hand} id="hand" letter="H" />
      <Tool name={t('room:tool.chat')} on={chatOpen} icon={<MessageOutlined />} count={unread} more={unread > 0 ? t('room:chat.unread', { count: unread }) : undefined} onClick={() => onDrawer('chat')} id="chat" letter="T" />
      <Tool name={t('room:tool.people')} on={peopleOpen} icon={<TeamOutlined />} count={hands} more={hands > 0 ? t('room:person.hands', { count: hands }) : undefined} onClick={() => onDrawer('people')} id="people" letter="P" />
      {may('moderate') ? <Tool name={t(room.recording ? 'room:recording.stop' : 'room:recording.start')} on={room.recording !== undefined} icon={<PlayCircleOutlined />} onClick={act.record} id="record" wide /> : null}
      <Popover
        trigger="click"
        open={settings}
        onOpenChange={setSettings}
        content={
          <Settings
            call={call}
            room={room}
            onClose={() => setSettings(false)}
            onHelp={() => {
              setSettings(false);
              setHelp(true);
            }}
          />
        }
      >
        <span><Tool name={t('room:tool.settings')} icon={<MoreOutlined />} on={settings} quiet={settings} id="settings" /></span>
      </Popover>
      {may('moderate') ? (
        <Dropdown.Button
          danger
          type="primary"
          size="large"
          className={styles.leave}
          menu={{ items: [{ key: 'close', danger: true, icon: <PoweroffOutlined />, label: t('room:tool.close') }], onClick: close }}
          onClick={() => void call.leave()}
        >
          <LogoutOutlined /> <span className={styles.word}>{t('room:tool.leave')}</span>
        </Dropdown.Button>
      ) : (
        <Button danger type="primary" size="large" className={styles.leave} icon={<LogoutOutlined />} onClick={() => void call.leave()}>{t('room:tool.leave')}</Button>
      )}
      <ShortcutHelp open={help} onClose={() => setHelp(false)} rows={keyRows} />
    </footer>
  );
}

interface ToolProps {
  id: string;
  name: string;
  icon: ReactNode;
  on?: boolean;
  off?: boolean;
  disabled?: boolean;
  /** The key that does it, with Shift. */
  letter?: string;
  /** Shown at the icon where it is more than nothing. */
  count?: number;
  /** What that counts, for whoever cannot see it. */
  more?: string | undefined;
  /** What it opens would be hidden by its name. */
  quiet?: boolean;
  /** Not on a phone. */
  wide?: boolean;
  onClick?: () => void;
}

function Tool({ id, name, icon, on, off, disabled, letter, count = 0, more, quiet, wide, onClick }: ToolProps) {
  return (
    <Tooltip title={letter ? `${name} (Shift ${letter})` : name} {...(quiet ? { open: false } : {})}>
      <button
        type="button"
        className={[styles.tool, on ? styles.on : '', off ? styles.off : '', wide ? styles.wide : ''].join(' ')}
        aria-label={more ? `${name}, ${more}` : name}
        aria-keyshortcuts={letter ? `Shift+${letter}` : undefined}
        aria-pressed={on}
        disabled={disabled}
        data-tool={id}
        data-off={off === true}
        onClick={onClick}
      >
        <span className={styles.icon} data-count={count > 0 ? count : undefined} aria-hidden="true">{icon}</span>
        <span className={styles.word} aria-hidden="true">{name}</span>
      </button>
    </Tooltip>
  );
}
