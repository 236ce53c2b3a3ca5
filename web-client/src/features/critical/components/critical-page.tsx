import { SwapOutlined } from '@ant-design/icons';
import { Button, Segmented, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState } from '@/components/empty-state';
import { Page, Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { TimeLeft } from '@/components/time-left';
import type { CriticalFinding } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { type Group, useFindings } from '../api';
import { FindingDrawer } from './finding-drawer';
import { FindingState } from './finding-state';
import { HandoverDialog } from './handover-dialog';

const groups: Group[] = ['unanswered', 'open', 'all'];

/** All critical findings in reach: who has not answered, what is still to be done, and the handover that waits for them. */
export function CriticalPage() {
  const { t } = useTranslation('critical');
  const [parameters, setParameters] = useSearchParams();
  const [handing, setHanding] = useState(false);
  const asked = parameters.get('status') as Group;
  const group = groups.includes(asked) ? asked : 'open';
  const findings = useFindings(group);
  const id = parameters.get('id') ?? undefined;
  const put = (name: 'id' | 'status', value: string | undefined): void =>
    setParameters((before) => {
      if (value === undefined) before.delete(name);
      else before.set(name, value);
      return before;
    }, { replace: true });
  const columns: TableColumnsType<CriticalFinding> = [
    { title: t('column.state'), width: 130, render: (_, { status }) => <FindingState status={status} /> },
    { title: t('column.clock'), width: 130, render: (_, { nextCallAt }) => (nextCallAt ? <TimeLeft dueAt={nextCallAt} /> : null) },
    { title: t('column.patient'), width: 180, render: (_, { patient, study }) => <PatientName patient={patient} on={study.studyDate} /> },
    {
      title: t('column.finding'),
      render: (_, { id: key, item, finding }) => (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => put('id', key)}>{item.name}{finding === item.name ? '' : ` · ${finding}`}</Button>
      ),
      ellipsis: true,
    },
    { title: t('column.organization'), width: 160, render: (_, { organization }) => organization.name, ellipsis: true },
    { title: t('column.contact'), width: 260, render: (_, { contact, acknowledged }) => acknowledged?.by ?? (contact ? `${contact.name} ${contact.phone}` : null), ellipsis: true },
    { title: t('column.raised'), width: 150, render: (_, { raisedAt }) => minute(raisedAt) },
  ];
  return (
    <Page
      title={t('title')}
      extra={
        <>
          <Segmented aria-label={t('column.state')} value={group} onChange={(value) => put('status', value)} options={groups.map((value) => ({ value, label: t(`group.${value}`) }))} />
          <Button icon={<SwapOutlined />} onClick={() => setHanding(true)}>{t('handover.title')}</Button>
        </>
      }
    >
      {findings.error ? <Problem title={t('error')} error={findings.error} onRetry={() => void findings.refetch()} /> : null}
      <Panel>
        <Table<CriticalFinding>
          size="small"
          rowKey="id"
          loading={findings.isLoading}
          columns={columns}
          dataSource={findings.data?.items ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('empty')} body={t('emptyBody')} /> }}
          scroll={{ x: 1100 }}
        />
      </Panel>
      <FindingDrawer id={id} onClose={() => put('id', undefined)} />
      {handing ? <HandoverDialog onClose={() => setHanding(false)} /> : null}
    </Page>
  );
}
