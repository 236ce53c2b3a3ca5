import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '@/components/empty-state';
import { useExam } from '@/components/exam';
import { Page, Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { Study } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { MatchStudy } from './match-study';

/** Studies that belong to nobody yet: somebody decides, and says why. */
export function UnmatchedPage() {
  const { t } = useTranslation(['patient', 'common']);
  const exam = useExam();
  const [deciding, setDeciding] = useState<string>();
  const studies = useInfiniteQuery({
    queryKey: [...keys.studies, 'unmatched'],
    queryFn: ({ pageParam, signal }) => call('listStudies', { query: { matched: false, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const columns: TableColumnsType<Study> = [
    { title: t('patient:column.date'), render: (_, study) => minute(study.studyDate ?? study.receivedAt), width: 150 },
    { title: t('patient:title'), render: (_, { patient, studyDate }) => <PatientName patient={patient} on={studyDate} /> },
    { title: t('patient:column.exam'), render: (_, study) => <Link to={`/studies/${study.id}`}>{exam(study.modality, study.bodyPart, study.description)}</Link> },
    { title: t('patient:column.organization'), render: (_, { organization }) => organization.name },
    { title: t('patient:unmatched.why'), render: (_, { unmatchedReason }) => unmatchedReason && t(`patient:unmatched.reason.${unmatchedReason}`) },
    { width: 100, render: (_, { id }) => <Button size="small" onClick={() => setDeciding(id)}>{t('patient:unmatched.decide')}</Button> },
  ];
  return (
    <Page title={t('patient:unmatched.title')}>
      {studies.error ? <Problem title={t('patient:unmatched.error')} error={studies.error} onRetry={() => void studies.refetch()} /> : null}
      <Panel>
        <Table<Study>
          size="small"
          rowKey="id"
          pagination={false}
          loading={studies.isLoading}
          columns={columns}
          dataSource={studies.data?.pages.flatMap((page) => page.items) ?? []}
          locale={{ emptyText: <EmptyState title={t('patient:unmatched.empty')} body={t('patient:unmatched.emptyBody')} /> }}
        />
        {studies.hasNextPage ? <Button type="link" onClick={() => void studies.fetchNextPage()}>{t('common:action.more')}</Button> : null}
      </Panel>
      {deciding ? <MatchStudy studyId={deciding} open onClose={() => setDeciding(undefined)} /> : null}
    </Page>
  );
}
