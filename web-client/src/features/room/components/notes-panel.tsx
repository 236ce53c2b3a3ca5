import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { brief } from '@/lib/format/moment';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import { useStore } from '../use-store';
import styles from './drawer.module.css';

/** What was marked on the images and noted beside them; kept with the case. */
export function NotesPanel({ call, room }: { call: RoomCall; room: RoomState }) {
  const { t } = useTranslation('room');
  const { marks, mayMark } = useStore(call.board);
  const [text, setText] = useState('');
  const now = new Date();
  const save = (): void => {
    call.board.mark({ kind: 'note', study: room.subject?.studyInstanceUid, points: [], text: text.trim() });
    setText('');
  };
  return (
    <>
      <div className={styles.lines}>
        {marks.length === 0 ? <p className={styles.soft}>{t('notes.none')}</p> : null}
        {marks.map((mark) => (
          <div key={mark.id} className={styles.note} data-testid="mark">
            <span className={styles.who}>
              <small className={styles.soft}>{mark.name} · {brief(mark.at, now)}</small>
              <span className={styles.message}>{mark.text ?? (mark.kind === 'arrow' ? t('notes.arrow') : t('notes.spot'))}</span>
            </span>
            {mark.removable ? <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('notes.remove')} onClick={() => call.board.unmark(mark.id)} /> : null}
          </div>
        ))}
      </div>
      {mayMark ? (
        <div className={styles.write}>
          <Input.TextArea value={text} maxLength={1000} rows={3} placeholder={t('notes.add')} aria-label={t('notes.add')} onChange={(event) => setText(event.target.value)} />
          <Button type="primary" disabled={text.trim() === ''} onClick={save}>{t('notes.save')}</Button>
        </div>
      ) : null}
    </>
  );
}
