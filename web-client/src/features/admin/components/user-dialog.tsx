import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import type { Role } from '@/lib/api/schema';

const roles: Role[] = ['technician', 'physician', 'reader', 'reviewer', 'specialist', 'coordinator', 'archivist', 'admin', 'securityAdmin', 'auditor'];

interface Fields {
  username: string;
  displayName: string;
  organizationId: string;
  roles: Role[];
}

export function UserDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (password: string) => void }) {
  const { t } = useTranslation(['admin', 'states', 'common']);
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const organizations = useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }), staleTime: 600_000 });
  const create = useMutation({
    mutationFn: (body: Fields) => call('createUser', { body }),
    onSuccess: (answer) => {
      void queries.invalidateQueries({ queryKey: keys.users });
      onCreated(answer.password);
    },
    onError: (error) => {
      if (slugOf(error) === 'conflict') form.setFields([{ name: 'username', errors: [t('admin:users.taken')] }]);
    },
  });
  const rules = [{ required: true, message: t('common:field.required') }];
  return (
    <Modal open title={t('admin:users.create')} okText={t('admin:users.create')} cancelText={t('common:action.cancel')} confirmLoading={create.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form<Fields> form={form} layout="vertical" validateTrigger="onBlur" onFinish={(fields) => create.mutate(fields)}>
        <Form.Item name="username" label={t('admin:users.column.username')} rules={rules}><Input autoComplete="off" autoFocus /></Form.Item>
        <Form.Item name="displayName" label={t('admin:users.column.name')} rules={rules}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="organizationId" label={t('admin:users.column.organization')} rules={rules}>
          <Select showSearch={{ optionFilterProp: 'label' }} loading={organizations.isLoading} options={organizations.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []} />
        </Form.Item>
        <Form.Item name="roles" label={t('admin:users.column.roles')} rules={rules}>
          <Select mode="multiple" options={roles.map((value) => ({ value, label: t(`states:role.${value}`) }))} />
        </Form.Item>
        {create.error && slugOf(create.error) !== 'conflict' ? <Problem error={create.error} /> : null}
      </Form>
    </Modal>
  );
}
