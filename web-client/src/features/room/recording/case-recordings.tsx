import { PlaySquareOutlined } from '@ant-design/icons';
import { Badge, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { useSession } from '@/lib/session/session';
import { useRecordings } from './api';
import { RecordingItem } from './recording-item';
import styles from './recording-list.module.css';

/** How many consultations of the case were recorded; opens them beside the case. */
export function CaseRecordings({ readingRequestId }: { readingRequestId: string }) {
  const { may } = useSession();
  return may('patient.read') ? <Recordings readingRequestId={readingRequestId} /> : null;
}

function Recordings({ readingRequestId }: { readingRequestId: string }) {
  const { t } = useTranslation('room');
  const [open, setOpen] = useState(false);
  const recordings = useRecordings({ readingRequestId });
  const count = recordings.data?.length ?? 0;
  return (
    <>
      <Badge size="small" count={count} color="blue">
        <Button size="small" icon={<PlaySquareOutlined />} onClick={() => setOpen(true)} data-testid="case-recordings">{t('recording.ofCase')}</Button>
      </Badge>
      <Drawer open={open} size={560} title={t('recording.ofCase')} onClose={() => setOpen(false)} destroyOnHidden>
        {recordings.error ? <Problem error={recordings.error} onRetry={() => void recordings.refetch()} /> : null}
        {recordings.isLoading ? <SkeletonRows rows={4} /> : null}
        {recordings.data && count === 0 ? <EmptyState title={t('recording.none')} body={t('recording.noneBody')} icon={<PlaySquareOutlined />} /> : null}
        <ul className={styles.list}>
          {recordings.data?.map((each) => <RecordingItem key={each.id} recording={each} />)}
        </ul>
      </Drawer>
    </>
  );
}
