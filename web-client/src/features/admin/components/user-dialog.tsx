import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import type { Role, User } from '@/lib/api/schema';

const roles: Role[] = ['technician', 'physician', 'reader', 'reviewer', 'specialist', 'coordinator', 'archivist', 'admin', 'securityAdmin', 'auditor'];

interface Fields {
  username: string;
  displayName: string;
  organizationId: string;
  departmentId?: string;
  roles: Role[];
}

const save = async (user: User | undefined, { departmentId, ...fields }: Fields): Promise<string | undefined> => {
  if (!user) return (await call('createUser', { body: { ...fields, ...(departmentId ? { departmentId } : {}) } })).password;
  const { displayName, roles: chosen } = fields;
  await call('changeUser', { path: { id: user.id }, version: user.version, body: { displayName, roles: chosen, department: departmentId ? { id: departmentId } : {} } });
  return undefined;
};

/** A new account, or the name, roles and department of one that exists. @param onSaved with the password of a new one */
export function UserDialog({ user, onClose, onSaved }: { user?: User | undefined; onClose: () => void; onSaved: (password?: string) => void }) {
  const { t } = useTranslation(['admin', 'states', 'common']);
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const organization = (Form.useWatch('organizationId', form) as string | undefined) ?? user?.organization.id;
  const organizations = useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }), staleTime: 600_000 });
  const departments = useQuery({
    queryKey: keys.departments(organization ?? ''),
    queryFn: ({ signal }) => call('listDepartments', { path: { id: organization ?? '' }, signal }),
    enabled: organization !== undefined,
  });
  const write = useMutation({
    mutationFn: (fields: Fields) => save(user, fields),
    onSuccess: (password) => {
      void queries.invalidateQueries({ queryKey: keys.users });
      onSaved(password);
    },
    onError: (error) => {
      if (!user && slugOf(error) === 'conflict') form.setFields([{ name: 'username', errors: [t('admin:users.taken')] }]);
    },
  });
  const rules = [{ required: true, message: t('common:field.required') }];
  const title = user ? t('admin:users.changeTitle', { name: user.displayName }) : t('admin:users.create');
  const values = user && { username: user.username, displayName: user.displayName, organizationId: user.organization.id, roles: user.roles, ...(user.department ? { departmentId: user.department.id } : {}) };
  return (
    <Modal open title={title} okText={user ? t('common:action.save') : t('admin:users.create')} cancelText={t('common:action.cancel')} confirmLoading={write.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form<Fields> form={form} layout="vertical" validateTrigger="onBlur" initialValues={values ?? {}} onFinish={(fields) => write.mutate(fields)}>
        <Form.Item name="username" label={t('admin:users.column.username')} rules={rules}><Input autoComplete="off" autoFocus={!user} disabled={user !== undefined} /></Form.Item>
        <Form.Item name="displayName" label={t('admin:users.column.name')} rules={rules}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="organizationId" label={t('admin:users.column.organization')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            disabled={user !== undefined}
            loading={organizations.isLoading}
            options={organizations.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            onChange={() => form.resetFields(['departmentId'])}
          />
        </Form.Item>
        <Form.Item name="departmentId" label={t('admin:users.column.department')} extra={t('admin:users.departmentHint')}>
          <Select allowClear disabled={organization === undefined} loading={departments.isLoading} placeholder={t('admin:users.noDepartment')} options={departments.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []} />
        </Form.Item>
        <Form.Item name="roles" label={t('admin:users.column.roles')} rules={rules}>
          <Select mode="multiple" options={roles.map((value) => ({ value, label: t(`states:role.${value}`) }))} />
        </Form.Item>
        {write.error && (user || slugOf(write.error) !== 'conflict') ? <Problem error={write.error} /> : null}
      </Form>
    </Modal>
  );
}
