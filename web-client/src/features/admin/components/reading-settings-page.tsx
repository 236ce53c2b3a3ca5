import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { TurnaroundTarget } from '@/lib/api/schema';
import { DutyPosts } from './duty-posts';
import { ReadingRules } from './reading-rules';
import { WorkingYearPanel } from './working-year-panel';

/** What runs the clocks of reading: duty posts, working calendar, targets, and who reads for whom. */
export function ReadingSettingsPage() {
  const { t } = useTranslation(['admin', 'states']);
  const exam = useExam();
  const organizations = useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }), staleTime: 600_000 });
  const targets = useQuery({ queryKey: keys.turnaroundTargets, queryFn: ({ signal }) => call('listTurnaroundTargets', { signal }) });
  const any = t('admin:reading.any');
  const targetColumns: TableColumnsType<TurnaroundTarget> = [
    { title: t('admin:reading.modality'), render: (_, { modality, bodyPart }) => (modality ? exam(modality, bodyPart) : any) },
    { title: t('admin:reading.priority'), render: (_, { priority }) => (priority ? t(`states:priority.${priority}`) : any) },
    { title: t('admin:reading.purpose'), render: (_, { purpose }) => (purpose ? t(`states:purpose.${purpose}`) : any) },
    { title: t('admin:reading.minutes'), dataIndex: 'minutes', align: 'right' },
    { title: t('admin:reading.clock'), render: (_, { clock }) => t(clock === 'working' ? 'admin:reading.working' : 'admin:reading.wall') },
  ];
  return (
    <Page title={t('admin:reading.title')}>
      {[organizations, targets].map(({ error, refetch }, index) => (error ? <Problem key={index} error={error} onRetry={() => void refetch()} /> : null))}
      <Panel padded title={t('admin:reading.dutyPosts')}><DutyPosts organizations={organizations.data?.items ?? []} /></Panel>
      <Panel padded title={t('admin:reading.calendar')}><WorkingYearPanel /></Panel>
      <Panel padded title={t('admin:reading.targets')}>
        <p>{t('admin:reading.targetsHint')}</p>
        <Table size="small" pagination={false} rowKey={(row) => JSON.stringify(row)} columns={targetColumns} dataSource={targets.data?.items ?? []} loading={targets.isLoading} />
      </Panel>
      <Panel padded title={t('admin:reading.rules')}>
        <ReadingRules organizations={organizations.data?.items ?? []} />
      </Panel>
    </Page>
  );
}
