import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import type { OrganizationDetail } from '@/lib/api/schema';

const levels: OrganizationDetail['level'][] = ['county', 'township', 'village', 'center'];

interface Fields {
  name: string;
  code: string;
  level: OrganizationDetail['level'];
  parentId?: string;
  phone?: string;
}

/** A hospital or clinic joins the consortium. */
export function OrganizationDialog({ organizations, onClose }: { organizations: OrganizationDetail[]; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const create = useMutation({
    mutationFn: ({ name, code, level, parentId, phone }: Fields) =>
      call('createOrganization', { body: { name, code, level, ...(parentId ? { parentId } : {}), ...(phone ? { phone } : {}) } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.organizations });
      onClose();
    },
    onError: (error) => {
      if (slugOf(error) === 'conflict') form.setFields([{ name: 'code', errors: [t('admin:organizations.taken')] }]);
    },
  });
  const rules = [{ required: true, whitespace: true, message: t('common:field.required') }];
  const center = organizations.find(({ level }) => level === 'center');
  return (
    <Modal open title={t('admin:organizations.create')} okText={t('admin:organizations.create')} cancelText={t('common:action.cancel')} confirmLoading={create.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form<Fields> form={form} layout="vertical" validateTrigger="onBlur" initialValues={{ level: 'township', ...(center ? { parentId: center.id } : {}) }} onFinish={(fields) => create.mutate(fields)}>
        <Form.Item name="name" label={t('admin:organizations.column.name')} rules={rules}><Input maxLength={200} autoComplete="off" autoFocus /></Form.Item>
        <Form.Item name="code" label={t('admin:organizations.column.code')} rules={rules}><Input maxLength={64} autoComplete="off" /></Form.Item>
        <Form.Item name="level" label={t('admin:organizations.column.level')} rules={[{ required: true }]}>
          <Select options={levels.map((value) => ({ value, label: t(`admin:organizations.level.${value}`) }))} />
        </Form.Item>
        <Form.Item name="parentId" label={t('admin:organizations.column.parent')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('admin:organizations.none')} options={organizations.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="phone" label={t('admin:organizations.column.phone')}><Input maxLength={40} autoComplete="off" inputMode="tel" /></Form.Item>
        {create.error && slugOf(create.error) !== 'conflict' ? <Problem error={create.error} /> : null}
      </Form>
    </Modal>
  );
}
