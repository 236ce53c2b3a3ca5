import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { minute } from '@/lib/format/moment';
import { useNow } from '@/lib/time/use-now';
import { useAttendance } from '../api';
import { RecordingList } from '../recording/recording-list';
import type { RoomState } from '../state/room-state';
import styles from './drawer.module.css';

/** Who was here from when till when, as the server has written it down. */
export function AttendanceList({ room }: { room: RoomState }) {
  const { t } = useTranslation('room');
  const attendance = useAttendance(room.room);
  const now = useNow();
  const { refetch } = attendance;
  // whoever comes or goes changes it
  const here = room.participants.map(({ id }) => id).join();
  useEffect(() => void refetch(), [here, refetch]);
  const stays = attendance.data?.items ?? [];
  return (
    <>
      {room.plane === 'mesh' ? <p className={styles.soft}>{t('record.noRecording')}</p> : null}
      <RecordingList roomId={room.room} />
      {attendance.error ? <Problem error={attendance.error} onRetry={() => void attendance.refetch()} /> : null}
      <h2 className={styles.heading}>{t('record.title')}</h2>
      {attendance.data && stays.length === 0 ? <p className={styles.soft}>{t('record.none')}</p> : null}
      <ul className={styles.list}>
        {stays.map((stay) => (
          <li key={`${stay.person.id} ${stay.joinedAt}`} className={styles.item} data-testid="stay">
            <span className={styles.who}>
              <strong>{stay.person.name}</strong>
              <small className={styles.soft}>{t(`role.${stay.role}`)} · {stay.organization.name}</small>
              <small className={styles.soft}>
                {t('record.joined', { at: minute(stay.joinedAt).slice(-5) })}{stay.leftAt ? ` · ${t('record.left', { at: minute(stay.leftAt).slice(-5) })}` : ''}
              </small>
            </span>
            <span className="tabular">{stay.leftAt ? t('record.minutes', { minutes: stay.minutes }) : t('record.now', { minutes: Math.max(1, Math.ceil((now - Date.parse(stay.joinedAt)) / 60_000)) })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
