import { Button, Table, type TableColumnsType } from 'antd';
import { WarningOutlined } from '@ant-design/icons';
import { type Key, useState } from 'react';
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
import { ChangeDialog } from './change-dialog';

export function StudyTable({ patientId }: { patientId: string }) {
  const { t } = useTranslation(['patient', 'states', 'matching']);
  const exam = useExam();
  const { may } = useSession();
  const studies = usePatientStudies(patientId);
  const [selected, setSelected] = useState<string[]>([]);
  const [changing, setChanging] = useState(false);
  const first = studies.data?.items.find(({ id }) => id === selected[0]);
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
    <Panel
      title={t('patient:studies', { count: studies.data?.items.length ?? 0 })}
      extra={may('study.match') && first ? <Button size="small" onClick={() => setChanging(true)}>{t('matching:change.open')}</Button> : null}
    >
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
        {...(may('study.match')
          ? {
              rowSelection: {
                selectedRowKeys: selected,
                onChange: (chosen: Key[]) => setSelected(chosen.map(String)),
                // Studies of one local patient move together.
                getCheckboxProps: (study: Study) => ({ disabled: !study.matched || (first !== undefined && first.patient?.id !== study.patient?.id) }),
              },
            }
          : {})}
      />
      {changing && first ? (
        <ChangeDialog
          studyIds={selected}
          organizationId={first.organization.id}
          onClose={(asked) => {
            setChanging(false);
            if (asked) setSelected([]);
          }}
        />
      ) : null}
    </Panel>
  );
}
