import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import type { Department, OrganizationDetail } from '@/lib/api/schema';

interface Fields {
  name: string;
  code: string;
  phone?: string;
}

/** The departments of one organization; a call to one of them rings with everybody who belongs to it. */
export function DepartmentsDialog({ organization, onClose }: { organization: OrganizationDetail; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const departments = useQuery({
    queryKey: keys.departments(organization.id),
    queryFn: ({ signal }) => call('listDepartments', { path: { id: organization.id }, signal }),
  });
  const columns: TableColumnsType<Department> = [
    { title: t('admin:organizations.column.name'), dataIndex: 'name' },
    { title: t('admin:departments.code'), dataIndex: 'code' },
    { title: t('admin:organizations.column.phone'), dataIndex: 'phone' },
  ];
  return (
    <Modal open width={640} title={t('admin:departments.title', { name: organization.name })} footer={<Button onClick={onClose}>{t('common:action.close')}</Button>} onCancel={onClose}>
      <p>{t('admin:departments.hint')}</p>
      {departments.error ? <Problem title={t('admin:departments.error')} error={departments.error} onRetry={() => void departments.refetch()} /> : null}
      <Table<Department>
        size="small"
        rowKey="id"
        loading={departments.isLoading}
        columns={columns}
        dataSource={departments.data?.items ?? []}
        pagination={false}
        locale={{ emptyText: <EmptyState title={t('admin:departments.empty')} body={t('admin:departments.emptyBody')} /> }}
      />
      <NewDepartment organization={organization.id} />
    </Modal>
  );
}

function NewDepartment({ organization }: { organization: string }) {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const create = useMutation({
    mutationFn: ({ name, code, phone }: Fields) => call('createDepartment', { path: { id: organization }, body: { name, code, ...(phone ? { phone } : {}) } }),
    onSuccess: () => {
      form.resetFields();
      return queries.invalidateQueries({ queryKey: keys.departments(organization) });
    },
    onError: (error) => {
      if (slugOf(error) === 'conflict') form.setFields([{ name: 'code', errors: [t('admin:departments.taken')] }]);
    },
  });
  const rules = [{ required: true, whitespace: true, message: t('common:field.required') }];
  return (
    <Form<Fields> form={form} layout="vertical" validateTrigger="onBlur" style={{ marginTop: 16 }} onFinish={(fields) => create.mutate(fields)}>
      <Form.Item name="name" label={t('admin:organizations.column.name')} rules={rules}><Input maxLength={200} autoComplete="off" placeholder={t('admin:departments.example')} /></Form.Item>
      <Form.Item name="code" label={t('admin:departments.code')} rules={rules}><Input maxLength={64} autoComplete="off" /></Form.Item>
      <Form.Item name="phone" label={t('admin:organizations.column.phone')}><Input maxLength={40} autoComplete="off" inputMode="tel" /></Form.Item>
      {create.error && slugOf(create.error) !== 'conflict' ? <Problem error={create.error} /> : null}
      <Button type="primary" htmlType="submit" icon={<PlusOutlined />} loading={create.isPending}>{t('admin:departments.add')}</Button>
    </Form>
  );
}
