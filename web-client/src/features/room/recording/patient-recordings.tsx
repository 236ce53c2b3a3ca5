import { PlaySquareOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { useRecordings } from './api';
import { RecordingItem } from './recording-item';
import styles from './recording-list.module.css';

/** Recorded consultations about a patient, the newest first, each with the way to its case. */
export function PatientRecordings({ patientId }: { patientId: string }) {
  const { t } = useTranslation('room');
  const recordings = useRecordings({ patientId });
  return (
    <Panel title={<><PlaySquareOutlined aria-hidden="true" /> {t('recording.ofCase')}</>} padded>
      {recordings.error ? <Problem error={recordings.error} onRetry={() => void recordings.refetch()} /> : null}
      {recordings.isLoading ? <SkeletonRows rows={2} /> : null}
      {recordings.data?.length === 0 ? <p className={styles.soft} data-testid="no-recordings">{t('recording.noneOfPatient')}</p> : null}
      <ul className={styles.list}>
        {recordings.data?.map((each) => <RecordingItem key={each.id} recording={each} withCase />)}
      </ul>
    </Panel>
  );
}
