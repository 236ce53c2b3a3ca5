import { useQuery } from '@tanstack/react-query';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { useExam } from '@/components/exam';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ImageQualityFigures } from '@/lib/api/schema';
import { share, signed } from '../share';

const periods = [7, 30, 90, 365] as const;
const day = 86_400_000;

/** How the readers graded the images: a clinic sees its own, the center those of all. */
export function QualityPage() {
  const { t } = useTranslation(['quality', 'states']);
  const exam = useExam();
  const [days, setDays] = useState<number>(30);
  const figures = useQuery({
    queryKey: [...keys.imageQuality, days],
    queryFn: ({ signal }) => call('countImageQuality', { query: { from: new Date(Date.now() - days * day).toISOString() }, signal }),
  });
  const grade = (key: 'a' | 'b' | 'c' | 'rejected', label: 'A' | 'B' | 'C' | 'rejected'): TableColumnsType<ImageQualityFigures>[number] => ({
    title: t(`states:quality.${label}`), align: 'right', width: 110,
    render: (_, row) => `${row[key]} · ${share(row[key], signed(row))}`,
  });
  const columns: TableColumnsType<ImageQualityFigures> = [
    { title: t('quality:clinic'), dataIndex: 'organizationName' },
    { title: t('quality:modality'), width: 110, render: (_, { modality }) => exam(modality) },
    { title: t('quality:signed'), align: 'right', width: 90, render: (_, row) => signed(row) },
    grade('a', 'A'), grade('b', 'B'), grade('c', 'C'), grade('rejected', 'rejected'),
    { title: t('quality:returned'), dataIndex: 'returned', align: 'right', width: 100 },
    { title: t('quality:reasons'), render: (_, { reasons }) => reasons.map(({ reason, count }) => `${reason} ${count}`).join('；') },
  ];
  return (
    <Page title={t('quality:title')} extra={<Segmented value={days} options={periods.map((value) => ({ value, label: t('quality:days', { count: value }) }))} onChange={setDays} />}>
      {figures.error ? <Problem error={figures.error} onRetry={() => void figures.refetch()} /> : null}
      <Panel>
        <Table
          rowKey={({ organizationId, modality }) => `${organizationId} ${modality}`}
          size="small"
          pagination={false}
          loading={figures.isLoading}
          columns={columns}
          dataSource={figures.data?.items ?? []}
          locale={{ emptyText: <EmptyState title={t('quality:empty')} body={t('quality:emptyBody')} /> }}
        />
      </Panel>
    </Page>
  );
}
