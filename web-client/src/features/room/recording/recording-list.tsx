import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { ApiProblem } from '@/lib/api/problem';
import { useRecordings } from './api';
import { RecordingItem } from './recording-item';
import styles from './recording-list.module.css';

/** What was recorded in a room, for those who have just left it; nothing where nothing was. */
export function RecordingList({ roomId }: { roomId: string }) {
  const { t } = useTranslation('room');
  const recordings = useRecordings({ roomId });
  // who has no access to the case has none to what was recorded of it: nothing to say
  if (recordings.error instanceof ApiProblem && [403, 404].includes(recordings.error.status)) return null;
  if (recordings.error) return <Problem error={recordings.error} onRetry={() => void recordings.refetch()} />;
  if (!recordings.data?.length) return null;
  return (
    <section aria-label={t('recording.list')}>
      <h2 className={styles.heading}>{t('recording.list')}</h2>
      <ul className={styles.list}>
        {recordings.data.map((each) => <RecordingItem key={each.id} recording={each} />)}
      </ul>
    </section>
  );
}
