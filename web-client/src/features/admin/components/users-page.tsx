import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, Table, type TableColumnsType } from 'antd';
import { CheckCircleOutlined, LockOutlined, MoreOutlined, StopOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { useProblemText } from '@/components/problem-text';
import { StateTag } from '@/components/state-tag';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { User } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { PasswordNotice } from './password-notice';
import { UserDialog } from './user-dialog';

export function UsersPage() {
  const { t } = useTranslation(['admin', 'states', 'common']);
  const { message, modal } = App.useApp();
  const problem = useProblemText();
  const queries = useQueryClient();
  const [query, setQuery] = useState('');
  const [dialog, setDialog] = useState<{ user?: User }>();
  const [password, setPassword] = useState<string>();
  const users = useQuery({
    queryKey: [...keys.users, query],
    queryFn: ({ signal }) => call('listUsers', { query: { limit: 200, ...(query ? { query } : {}) }, signal }),
    placeholderData: (before) => before,
  });
  const done = {
    onError: (error: unknown) => void message.error(problem(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.users }),
  };
  const change = useMutation({ mutationFn: (user: User) => call('changeUser', { path: { id: user.id }, version: user.version, body: { active: !user.active } }), ...done });
  const unlock = useMutation({ mutationFn: (user: User) => call('unlockUser', { path: { id: user.id } }), ...done });
  const reset = useMutation({ mutationFn: (user: User) => call('resetUserPassword', { path: { id: user.id } }), ...done });
  const askReset = (user: User): void =>
    void modal.confirm({
      title: t('admin:users.resetTitle', { name: user.displayName }),
      content: t('admin:users.resetBody'),
      onOk: () => reset.mutateAsync(user).then((answer) => setPassword(answer.password), () => undefined),
    });
  const columns: TableColumnsType<User> = [
    { title: t('admin:users.column.name'), dataIndex: 'displayName' },
    { title: t('admin:users.column.username'), dataIndex: 'username' },
    { title: t('admin:users.column.organization'), render: (_, { organization, department }) => [organization.name, department?.name].filter(Boolean).join(' · ') },
    { title: t('admin:users.column.roles'), render: (_, { roles }) => roles.map((role) => t(`states:role.${role}`)).join(' · ') },
    {
      title: t('admin:users.column.state'),
      render: (_, user) => {
        if (user.locked) return <StateTag tone="warning" icon={<LockOutlined />}>{t('admin:users.locked')}</StateTag>;
        if (!user.active) return <StateTag tone="neutral" icon={<StopOutlined />}>{t('admin:users.inactive')}</StateTag>;
        return <StateTag tone="success" icon={<CheckCircleOutlined />}>{t('admin:users.active')}</StateTag>;
      },
    },
    { title: t('admin:users.column.lastSignIn'), render: (_, { lastSignInAt }) => minute(lastSignInAt) },
    {
      width: 56,
      render: (_, user) => (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'change', label: t('admin:users.change'), onClick: () => setDialog({ user }) },
              { key: 'reset', label: t('admin:users.reset'), onClick: () => askReset(user) },
              ...(user.locked ? [{ key: 'unlock', label: t('admin:users.unlock'), onClick: () => unlock.mutate(user) }] : []),
              { key: 'active', label: t(user.active ? 'admin:users.disable' : 'admin:users.enable'), danger: user.active, onClick: () => change.mutate(user) },
            ],
          }}
        >
          <Button type="text" size="small" icon={<MoreOutlined />} aria-label={user.displayName} />
        </Dropdown>
      ),
    },
  ];
  return (
    <Page
      title={t('admin:users.title')}
      extra={
        <>
          <Input.Search allowClear placeholder={t('admin:users.search')} aria-label={t('admin:users.search')} onSearch={setQuery} />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog({})}>{t('admin:users.create')}</Button>
        </>
      }
    >
      {users.error ? <Problem title={t('admin:users.error')} error={users.error} onRetry={() => void users.refetch()} /> : null}
      <Panel>
        <Table<User>
          size="small"
          rowKey="id"
          loading={users.isLoading}
          columns={columns}
          dataSource={users.data?.items ?? []}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          locale={{ emptyText: <EmptyState title={t('admin:users.empty')} body={t('admin:users.emptyBody')} /> }}
          scroll={{ x: 900 }}
        />
      </Panel>
      {dialog ? (
        <UserDialog
          user={dialog.user}
          onClose={() => setDialog(undefined)}
          onSaved={(secret) => {
            setDialog(undefined);
            setPassword(secret);
          }}
        />
      ) : null}
      <PasswordNotice password={password} onClose={() => setPassword(undefined)} />
    </Page>
  );
}
