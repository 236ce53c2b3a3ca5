import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { brief } from '@/lib/format/moment';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import styles from './drawer.module.css';

/** What was written in the room; kept with it. */
export function ChatPanel({ call, room }: { call: RoomCall; room: RoomState }) {
  const { t } = useTranslation('room');
  const [text, setText] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const may = room.rights.includes('chat');
  const now = new Date();
  useEffect(() => {
    // newer browsers answer with a promise, which is nothing that an effect may return
    end.current?.scrollIntoView({ block: 'end' });
  }, [room.chat.length]);
  const send = (): void => {
    const words = text.trim();
    if (!words) return;
    setText('');
    call.session.ask('chat.send', { text: words }).catch(() => setText(words));
  };
  return (
    <>
      <div className={styles.lines} role="log">
        {room.chat.length === 0 ? <p className={styles.soft}>{t('chat.none')}</p> : null}
        {room.chat.map((line) => (
          <div key={line.message} data-testid="chat-line">
            <small className={styles.soft}>{line.name} · {brief(line.at, now)}</small>
            <p className={styles.message}>{line.text}</p>
          </div>
        ))}
        <div ref={end} />
      </div>
      <div className={styles.write}>
        <Input.TextArea
          value={text}
          disabled={!may}
          maxLength={2000}
          rows={2}
          placeholder={t(may ? 'chat.placeholder' : 'chat.notAllowed')}
          aria-label={t('drawer.chat')}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={(event) => {
            if (event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Button type="primary" disabled={!may || text.trim() === ''} onClick={send}>{t('chat.send')}</Button>
      </div>
    </>
  );
}
