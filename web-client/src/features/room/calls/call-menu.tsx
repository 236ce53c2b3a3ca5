import { PhoneOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Badge, Button, Checkbox, Popover } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components/problem-text';
import { call } from '@/lib/api/call';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { useSignaling } from '@/lib/signaling/signaling-context';
import { useOpenRooms } from '../api';
import styles from './call-menu.module.css';

const stored = 'huizhen.onDuty';

/** 呼叫 ▾ in the shell: rooms going on, a new one, and whether calls to one's department ring here. */
export function CallMenu({ onRoom }: { onRoom: (roomId: string) => void }) {
  const { t } = useTranslation('room');
  const { message } = App.useApp();
  const words = useProblemText();
  const { may } = useSession();
  const signaling = useSignaling();
  const rooms = useOpenRooms(may('room.join'));
  const [shown, setShown] = useState(false);
  const [duty, setDuty] = useState(() => localStorage.getItem(stored) === 'yes');
  const { refetch } = rooms;
  const go = (id: string): void => {
    setShown(false);
    onRoom(id);
  };
  const open = useMutation({
    mutationFn: () => call('openRoom', { body: { kind: 'discussion', plane: 'auto' } }),
    onSuccess: ({ id }) => go(id),
    onError: (error) => void message.error(words(error)),
  });
  useEffect(() => {
    const tell = (): void => void signaling.ask('presence.set', { state: 'available', onDuty: duty }).catch(() => undefined);
    tell();
    return signaling.listen({
      session: (resumed) => !resumed && tell(),
      event: ({ type }) => void ((type === 'room.invited' || type === 'room.closed') && refetch()),
    });
  }, [signaling, duty, refetch]);
  if (!may('room.join')) return null;
  const items = rooms.data?.items ?? [];
  const content = (
    <div className={styles.menu}>
      <h2>{t('call.open')}</h2>
      {items.length === 0 ? <p className={styles.soft}>{t('call.none')}</p> : null}
      {items.map((room) => (
        <Button key={room.id} className={styles.room} onClick={() => go(room.id)}>
          <strong>{t(`kind.${room.kind}`)}</strong>
          <small>{t('call.openedBy', { name: room.openedBy.name, at: minute(room.openedAt) })}</small>
        </Button>
      ))}
      <Checkbox
        checked={duty}
        onChange={({ target }) => {
          localStorage.setItem(stored, target.checked ? 'yes' : 'no');
          setDuty(target.checked);
        }}
      >
        {t('call.duty')}
      </Checkbox>
      {may('room.open') ? <Button type="primary" loading={open.isPending} onClick={() => open.mutate()}>{t('call.new')}</Button> : null}
    </div>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={shown}
      onOpenChange={(next) => {
        setShown(next);
        if (next) void refetch();
      }}
      content={content}
    >
      <Badge count={items.length} size="small" color="#0f766e" offset={[-4, 4]}>
        <Button type="text" icon={<PhoneOutlined />}><span className={styles.word}>{t('call.menu')}</span></Button>
      </Badge>
    </Popover>
  );
}
