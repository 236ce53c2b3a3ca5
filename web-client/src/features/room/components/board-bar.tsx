import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomCall } from '../state/room-call';
import { own, type RoomState } from '../state/room-state';
import styles from './board-bar.module.css';

/** Who shows the images, whether one follows, and how to lead oneself. */
export function BoardBar({ call, room }: { call: RoomCall; room: RoomState }) {
  const { t } = useTranslation('room');
  const [asked, setAsked] = useState<string>();
  const presenter = room.participants.find(({ id }) => id === room.board.presenter);
  const leading = room.board.presenter === room.you;
  const following = own(room)?.following !== false;
  const waiting = asked !== undefined && asked === (room.board.presenter ?? '');
  const lead = async (): Promise<void> => {
    const before = room.board.presenter ?? '';
    if (!(await call.board.lead().catch(() => true))) setAsked(before);
  };
  return (
    <div className={styles.bar} data-testid="board-bar" data-leading={leading}>
      <span className={leading ? styles.leading : ''}>
        {leading ? t('board.presenting') : presenter ? (following ? t('board.follows', { name: presenter.name }) : `${presenter.name} · ${t('board.free')}`) : t('board.nobody')}
      </span>
      {presenter && !leading ? (
        <label className={styles.follow}>
          <Switch size="small" checked={following} onChange={(follow) => void call.board.follow(follow).catch(() => undefined)} /> {t('board.follow')}
        </label>
      ) : null}
      <span className={styles.end} />
      {leading ? <Button size="small" onClick={() => void call.board.grant(undefined).catch(() => undefined)}>{t('board.stop')}</Button> : null}
      {leading ? null : <Button size="small" type="primary" disabled={waiting} onClick={() => void lead()}>{t(waiting ? 'board.asked' : 'board.lead')}</Button>}
    </div>
  );
}
