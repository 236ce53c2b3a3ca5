import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { OrganizationDetail } from '@/lib/api/schema';
import { DepartmentsDialog } from './departments-dialog';
import { OrganizationDialog } from './organization-dialog';

/** The consortium: its center, hospitals and clinics. Users and gateways belong to one of them. */
export function OrganizationsPage() {
  const { t } = useTranslation(['admin']);
  const [creating, setCreating] = useState(false);
  const [opened, setOpened] = useState<OrganizationDetail>();
  const organizations = useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }) });
  const items = organizations.data?.items ?? [];
  const names = new Map(items.map(({ id, name }) => [id, name]));
  const columns: TableColumnsType<OrganizationDetail> = [
    { title: t('admin:organizations.column.name'), dataIndex: 'name' },
    { title: t('admin:organizations.column.code'), dataIndex: 'code' },
    { title: t('admin:organizations.column.level'), render: (_, { level }) => t(`admin:organizations.level.${level}`) },
    { title: t('admin:organizations.column.parent'), render: (_, { parentId }) => parentId && names.get(parentId) },
    { title: t('admin:organizations.column.phone'), dataIndex: 'phone' },
    {
      render: (_, organization) => (
        <Button type="link" size="small" aria-label={t('admin:departments.title', { name: organization.name })} onClick={() => setOpened(organization)}>
          {t('admin:departments.open')}
        </Button>
      ),
    },
  ];
  return (
    <Page title={t('admin:organizations.title')} extra={<Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>{t('admin:organizations.create')}</Button>}>
      {organizations.error ? <Problem title={t('admin:organizations.error')} error={organizations.error} onRetry={() => void organizations.refetch()} /> : null}
      <Panel>
        <Table<OrganizationDetail>
          size="small"
          rowKey="id"
          loading={organizations.isLoading}
          columns={columns}
          dataSource={items}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('admin:organizations.empty')} body={t('admin:organizations.emptyBody')} /> }}
        />
      </Panel>
      {opened ? <DepartmentsDialog organization={opened} onClose={() => setOpened(undefined)} /> : null}
      {creating ? <OrganizationDialog organizations={items} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}
