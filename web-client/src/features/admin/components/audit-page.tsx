import { useInfiniteQuery } from '@tanstack/react-query';
import { CheckCircleOutlined, CloseCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Button, Select, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState } from '@/components/empty-state';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { StateTag } from '@/components/state-tag';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { AuditEvent } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useAuditWords } from '../audit-words';

const looks = {
  success: ['success', <CheckCircleOutlined key="i" />],
  refused: ['warning', <StopOutlined key="i" />],
  failed: ['danger', <CloseCircleOutlined key="i" />],
} as const;

export function AuditPage() {
  const { t } = useTranslation(['admin', 'common']);
  const actions = useAuditWords('actions');
  const resources = useAuditWords('resources');
  const [search, setSearch] = useSearchParams();
  const filters = { action: search.get('action') ?? '', resource: search.get('resource') ?? '' };
  const set = (name: string, value: string): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });
  const events = useInfiniteQuery({
    queryKey: [...keys.audit, filters],
    queryFn: ({ pageParam, signal }) =>
      call('listAuditEvents', { query: { limit: 100, ...(filters.action ? { action: filters.action } : {}), ...(filters.resource ? { resource: filters.resource } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const columns: TableColumnsType<AuditEvent> = [
    { title: t('admin:audit.column.at'), render: (_, { at }) => minute(at), width: 150 },
    { title: t('admin:audit.column.actor'), render: (_, { actor, actorKind }) => actor?.name ?? (actorKind ? t(`admin:audit.kind.${actorKind}`) : ''), width: 140 },
    { title: t('admin:audit.column.organization'), render: (_, { organization }) => organization?.name },
    { title: t('admin:audit.column.action'), render: (_, { action }) => (action ? <span title={action}>{actions.word(action)}</span> : '') },
    { title: t('admin:audit.column.resource'), render: (_, { resource, resourceId }) => [resource && resources.word(resource), resourceId?.slice(0, 8)].filter(Boolean).join(' ') },
    {
      title: t('admin:audit.column.outcome'),
      width: 100,
      render: (_, { outcome }) => outcome && <StateTag tone={looks[outcome][0]} icon={looks[outcome][1]}>{t(`admin:audit.outcome.${outcome}`)}</StateTag>,
    },
    { title: t('admin:audit.column.address'), dataIndex: 'address', width: 130 },
  ];
  return (
    <Page
      title={t('admin:audit.title')}
      extra={
        <>
          <Select
            allowClear
            style={{ minWidth: 200 }}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('admin:audit.filter.action')}
            aria-label={t('admin:audit.filter.action')}
            value={filters.action || null}
            options={actions.options}
            onChange={(value: string | undefined) => set('action', value ?? '')}
          />
          <Select
            allowClear
            style={{ minWidth: 200 }}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('admin:audit.filter.resource')}
            aria-label={t('admin:audit.filter.resource')}
            value={filters.resource || null}
            options={resources.options}
            onChange={(value: string | undefined) => set('resource', value ?? '')}
          />
        </>
      }
    >
      {events.error ? <Problem title={t('admin:audit.error')} error={events.error} onRetry={() => void events.refetch()} /> : null}
      <Panel>
        <Table<AuditEvent>
          size="small"
          rowKey="id"
          loading={events.isLoading}
          columns={columns}
          dataSource={events.data?.pages.flatMap((page) => page.items) ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('admin:audit.empty')} body={t('admin:audit.emptyBody')} /> }}
          scroll={{ x: 960 }}
        />
        {events.hasNextPage ? <Button type="link" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>{t('common:action.more')}</Button> : null}
      </Panel>
    </Page>
  );
}
