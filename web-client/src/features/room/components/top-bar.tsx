import { AppstoreOutlined, LockFilled, TeamOutlined, UserOutlined } from '@ant-design/icons';
import { Badge, Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Room } from '@/lib/api/schema';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import type { DrawerTab } from './drawer';
import { RoomPatient } from './room-patient';
import styles from './top-bar.module.css';

interface TopBarProps {
  call: RoomCall;
  room: RoomState;
  about: Room | undefined;
  layout: 'grid' | 'speaker';
  onLayout: (layout: 'grid' | 'speaker') => void;
  onDrawer: (tab: DrawerTab) => void;
}

/** What the room is, whether it is locked, who waits in front of it. */
export function TopBar({ room, about, layout, onLayout, onDrawer }: TopBarProps) {
  const { t } = useTranslation('room');
  const waiting = room.waiting?.length ?? 0;
  return (
    <header className={styles.top}>
      <h1 className={styles.title}>{about ? t(`kind.${about.kind}`) : t('title')}</h1>
      {about ? <RoomPatient about={about} /> : null}
      {about ? <span className={styles.soft}>{t('call.by', { name: about.openedBy.name })}</span> : null}
      {room.locked ? <span className={styles.soft}><LockFilled aria-hidden="true" /> {t('status.locked')}</span> : null}
      <span className={styles.end} />
      {waiting > 0 ? (
        <Button type="primary" size="small" icon={<UserOutlined />} onClick={() => onDrawer('people')} data-testid="knocks">
          {t('lobby.title')} {waiting}
        </Button>
      ) : null}
      <Segmented
        size="small"
        value={layout}
        onChange={onLayout}
        aria-label={t('key.view')}
        options={[
          { value: 'grid', icon: <AppstoreOutlined />, title: t('tool.grid') },
          { value: 'speaker', icon: <UserOutlined />, title: t('tool.speaker') },
        ]}
      />
      <Badge count={room.participants.length} color="#334155" size="small">
        <Button size="small" type="text" icon={<TeamOutlined />} aria-label={t('tool.people')} onClick={() => onDrawer('people')} />
      </Badge>
    </header>
  );
}
