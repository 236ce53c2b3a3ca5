import { Table, type TableColumnsType } from 'antd';
import { WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '@/components/empty-state';
import { useExam } from '@/components/exam';
import { Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { ReadingState } from '@/components/reading-state';
import { StateTag } from '@/components/state-tag';
import type { Study } from '@/lib/api/schema';
import { counted } from '@/lib/format/images';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { usePatientStudies } from '../api';

export function StudyTable({ patientId }: { patientId: string }) {
  const { t } = useTranslation(['patient', 'states']);
  const exam = useExam();
  const { may } = useSession();
  const studies = usePatientStudies(patientId);
  const columns: TableColumnsType<Study> = [
    { title: t('patient:column.date'), render: (_, study) => minute(study.studyDate ?? study.receivedAt), width: 150 },
    { title: t('patient:column.exam'), render: (_, study) => exam(study.modality, study.bodyPart, study.description) },
    { title: t('patient:column.organization'), render: (_, study) => study.organization.name },
    { title: t('patient:column.images'), render: (_, { completeness }) => counted(completeness), width: 100 },
    {
      title: t('patient:column.state'),
      width: 130,
      render: (_, { readingStatus, matched }) =>
        matched ? readingStatus && <ReadingState status={readingStatus} /> : <StateTag tone="warning" icon={<WarningOutlined />}>{t('states:study.unmatched')}</StateTag>,
    },
    {
      title: t('patient:column.report'),
      width: 210,
      render: (_, study) => (
        <>
          {study.reportId && may('report.read') ? <><Link to={`/reports/${study.reportId}`}>{t('patient:openReport')}</Link>{'  '}</> : null}
          {study.readingRequestId && may('reading.claim') ? (
            <Link to={`/cases/${study.readingRequestId}`}>{t('patient:openCase')}</Link>
          ) : (
            <Link to={`/studies/${study.id}`}>{t('patient:openImages')}</Link>
          )}
        </>
      ),
    },
  ];
  return (
    <Panel title={t('patient:studies', { count: studies.data?.items.length ?? 0 })}>
      {studies.error ? <Problem error={studies.error} onRetry={() => void studies.refetch()} /> : null}
      <Table<Study>
        size="small"
        rowKey="id"
        pagination={false}
        loading={studies.isLoading}
        columns={columns}
        dataSource={studies.data?.items ?? []}
        locale={{ emptyText: <EmptyState title={t('patient:noStudies')} body={t('patient:noStudiesBody')} /> }}
        scroll={{ x: 860 }}
      />
    </Panel>
  );
}
