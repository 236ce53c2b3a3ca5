import { AudioMutedOutlined, LockOutlined, UnlockOutlined, UserAddOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import { HandIcon } from './hand-icon';
import { InviteDialog } from './invite-dialog';
import { PersonMenu } from './person-menu';
import styles from './drawer.module.css';

/** Who is here as what, and who waits; with what a moderator may do about each. */
export function PeopleList({ call, room }: { call: RoomCall; room: RoomState }) {
  const { t } = useTranslation('room');
  const [inviting, setInviting] = useState(false);
  const moderates = room.rights.includes('moderate');
  const admit = (waiting: string, role: 'observer' | 'expert'): void => void call.session.ask('room.admit', { waiting, role }).catch(() => undefined);
  return (
    <>
      {moderates ? (
        <div className={styles.actions}>
          <Button size="small" type="primary" icon={<UserAddOutlined />} onClick={() => setInviting(true)}>{t('invite.action')}</Button>
          <Button size="small" icon={room.locked ? <UnlockOutlined /> : <LockOutlined />} onClick={() => void call.session.ask('room.lock', { locked: !room.locked }).catch(() => undefined)}>
            {t(room.locked ? 'lock.off' : 'lock.on')}
          </Button>
        </div>
      ) : null}
      {(room.waiting ?? []).length > 0 ? (
        <section>
          <h2 className={styles.heading}>{t('lobby.title')}</h2>
          <ul className={styles.list}>
            {room.waiting?.map((guest) => (
              <li key={guest.waiting} className={styles.item} data-testid="guest">
                <span className={styles.who}><strong>{guest.name}</strong></span>
                <Button size="small" type="primary" onClick={() => admit(guest.waiting, 'expert')}>{t('lobby.asExpert')}</Button>
                <Button size="small" onClick={() => admit(guest.waiting, 'observer')}>{t('lobby.admit')}</Button>
                <Button size="small" danger onClick={() => void call.session.ask('room.deny', { waiting: guest.waiting }).catch(() => undefined)}>{t('lobby.deny')}</Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <h2 className={styles.heading}>
        {t('person.count', { count: room.participants.length })} {room.viewers > 0 ? t('person.viewers', { count: room.viewers }) : null}
      </h2>
      <ul className={styles.list}>
        {room.participants.map((one) => (
          <li key={one.id} className={styles.item} data-testid="person" data-participant={one.id}>
            <span className={styles.who}>
              <strong>{one.name} {one.id === room.you ? `(${t('person.you')})` : ''} {one.handRaised ? <HandIcon label={t('person.hand')} /> : null}</strong>
              <small className={styles.soft}>{t(`role.${one.role}`)}{one.state === 'away' ? ` · ${t('person.away')}` : ''}</small>
            </span>
            {one.muted.includes('microphone') ? <AudioMutedOutlined className={styles.muted} aria-label={t(one.locked.includes('microphone') ? 'person.lockedMute' : 'person.muted')} /> : null}
            {moderates && one.id !== room.you ? <PersonMenu call={call} one={one} /> : null}
          </li>
        ))}
      </ul>
      <InviteDialog open={inviting} onClose={() => setInviting(false)} onChoose={(callee) => void call.calls.ring(callee.id, callee.name)} />
    </>
  );
}
