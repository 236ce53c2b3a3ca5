import { CloseOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Room } from '@/lib/api/schema';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import { AttendanceList } from './attendance-list';
import { ChatPanel } from './chat-panel';
import { ConsentList } from './consent-list';
import { NotesPanel } from './notes-panel';
import { PeopleList } from './people-list';
import styles from './drawer.module.css';

export type DrawerTab = 'people' | 'chat' | 'record' | 'notes' | 'consent';

interface DrawerProps {
  call: RoomCall;
  room: RoomState;
  about: Room | undefined;
  tab: DrawerTab;
  onTab: (tab: DrawerTab) => void;
  onClose: () => void;
}

/** Right of the pictures: people, chat, record, notes, consent. */
export function Drawer({ call, room, about, tab, onTab, onClose }: DrawerProps) {
  const { t } = useTranslation('room');
  const panels = {
    people: <PeopleList call={call} room={room} />,
    chat: <ChatPanel call={call} room={room} />,
    record: <AttendanceList room={room} />,
    notes: <NotesPanel call={call} room={room} />,
    consent: <ConsentList about={about} />,
  };
  return (
    <aside className={styles.drawer} aria-label={t(`drawer.${tab}`)} data-testid="drawer">
      <div className={styles.head}>
        <Tabs
          size="small"
          className={styles.tabs}
          activeKey={tab}
          onChange={(key) => onTab(key as DrawerTab)}
          items={(Object.keys(panels) as DrawerTab[]).map((key) => ({ key, label: t(`drawer.${key}`) }))}
        />
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('drawer.close')} onClick={onClose} />
      </div>
      <div className={styles.panel}>{panels[tab]}</div>
    </aside>
  );
}
