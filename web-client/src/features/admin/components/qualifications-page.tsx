import { CheckCircleOutlined, ClockCircleOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { EmptyState } from '@/components/empty-state';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { StateTag } from '@/components/state-tag';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { Qualification } from '@/lib/api/schema';
import { standing } from '../qualifications';
import { QualificationDialog, type QualificationFields } from './qualification-dialog';
import { useUndoNotice } from './use-undo-notice';

const looks = {
  valid: ['success', <CheckCircleOutlined key="i" />],
  coming: ['neutral', <ClockCircleOutlined key="i" />],
  expired: ['neutral', <ClockCircleOutlined key="i" />],
  withdrawn: ['warning', <StopOutlined key="i" />],
} as const;

/** Which clinic passed the quality assessment of which item, and till when: without it a report gets no recognition mark. */
export function QualificationsPage() {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const undoable = useUndoNotice();
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Qualification>();
  const organizationId = search.get('organization') ?? undefined;
  const organizations = useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }), staleTime: 600_000 });
  const list = useInfiniteQuery({
    queryKey: [...keys.qualifications, organizationId],
    queryFn: ({ pageParam, signal }) =>
      call('listQualifications', { query: { limit: 100, ...(organizationId ? { organizationId } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const fresh = (): Promise<void> => queries.invalidateQueries({ queryKey: keys.qualifications });
  const withdraw = useMutation({
    mutationFn: ({ ids, reason }: { ids: string[]; reason: string }) => Promise.all(ids.map((id) => call('withdrawQualification', { path: { id }, body: { reason } }))),
    onSettled: fresh,
  });
  const create = useMutation({
    mutationFn: (fields: QualificationFields) => call('createQualifications', { body: fields }),
    onSuccess: ({ items }) => {
      setAdding(false);
      undoable(t('admin:qualifications.created', { count: items.length }), () => withdraw.mutate({ ids: items.map(({ id }) => id), reason: t('admin:qualifications.undone') }));
      return fresh();
    },
  });
  const options = (organizations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const columns: TableColumnsType<Qualification> = [
    { title: t('admin:qualifications.organization'), render: (_, { organization }) => organization.name },
    { title: t('admin:qualifications.item'), render: (_, { item }) => `${item.name} ${item.code}` },
    { title: t('admin:qualifications.from'), dataIndex: 'from', width: 110 },
    { title: t('admin:qualifications.until'), dataIndex: 'until', width: 110 },
    { title: t('admin:qualifications.area'), dataIndex: 'area', width: 100 },
    { title: t('admin:qualifications.assessedBy'), dataIndex: 'assessedBy' },
    {
      title: t('admin:qualifications.state'),
      width: 110,
      render: (_, row) => {
        const state = standing(row, new Date());
        return <StateTag tone={looks[state][0]} icon={looks[state][1]}>{t(`admin:qualifications.states.${state}`)}</StateTag>;
      },
    },
    { width: 90, render: (_, row) => (row.withdrawnAt ? null : <Button size="small" onClick={() => setWithdrawing(row)}>{t('admin:qualifications.withdraw')}</Button>) },
  ];
  return (
    <Page
      title={t('admin:qualifications.title')}
      extra={
        <>
          <Select
            allowClear
            aria-label={t('admin:qualifications.organization')}
            placeholder={t('admin:qualifications.organization')}
            style={{ minWidth: 240 }}
            showSearch={{ optionFilterProp: 'label' }}
            value={organizationId ?? null}
            options={options}
            onChange={(value: string | undefined) => setSearch(value ? { organization: value } : {}, { replace: true })}
          />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('admin:qualifications.create')}</Button>
        </>
      }
    >
      {list.error ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      {withdraw.error ? <Problem error={withdraw.error} /> : null}
      <Panel>
        <Table<Qualification>
          size="small"
          rowKey="id"
          loading={list.isLoading}
          columns={columns}
          dataSource={list.data?.pages.flatMap((page) => page.items) ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('admin:qualifications.empty')} body={t('admin:qualifications.emptyBody')} /> }}
          scroll={{ x: 960 }}
        />
        {list.hasNextPage ? <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('common:action.more')}</Button> : null}
      </Panel>
      {adding ? <QualificationDialog organizations={options} busy={create.isPending} error={create.error} onCancel={() => setAdding(false)} onSave={(fields) => create.mutate(fields)} /> : null}
      <AskReason
        open={withdrawing !== undefined}
        title={t('admin:qualifications.withdrawTitle', { item: withdrawing?.item.name ?? '', organization: withdrawing?.organization.name ?? '' })}
        hint={<p>{t('admin:qualifications.withdrawHint')}</p>}
        okText={t('admin:qualifications.withdraw')}
        danger
        busy={withdraw.isPending}
        onCancel={() => setWithdrawing(undefined)}
        onOk={(reason) => withdrawing && withdraw.mutate({ ids: [withdrawing.id], reason }, { onSuccess: () => setWithdrawing(undefined) })}
      />
    </Page>
  );
}
