import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { CriticalContact, OrganizationDetail } from '@/lib/api/schema';

/** Whom to telephone about a critical finding, clinic by clinic, in this order. Duty posts, not a person's own number. */
export function DutyPosts({ organizations }: { organizations: readonly OrganizationDetail[] }) {
  const { t } = useTranslation('admin');
  const [chosen, setChosen] = useState<string>();
  const id = chosen ?? organizations.find(({ level }) => level !== 'center')?.id ?? organizations[0]?.id;
  const contacts = useQuery({
    queryKey: keys.criticalContacts(id ?? ''),
    queryFn: ({ signal }) => call('listCriticalContacts', { path: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
  });
  return (
    <>
      <Select
        aria-label={t('reading.clinic')}
        style={{ width: 280 }}
        showSearch={{ optionFilterProp: 'label' }}
        value={id ?? null}
        options={organizations.map(({ id: value, name }) => ({ value, label: name }))}
        onChange={setChosen}
      />
      {contacts.error ? <Problem error={contacts.error} onRetry={() => void contacts.refetch()} /> : null}
      {id && contacts.data ? <PostForm key={`${id} ${contacts.dataUpdatedAt}`} id={id} contacts={contacts.data.items} /> : null}
    </>
  );
}

function PostForm({ id, contacts }: { id: string; contacts: CriticalContact[] }) {
  const { t } = useTranslation(['admin', 'common']);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (items: CriticalContact[]) => call('setCriticalContacts', { path: { id }, body: { items: items.map(({ name, phone }) => ({ name, phone })) } }),
    onSuccess: () => {
      void message.success(t('admin:reading.saved'));
      return queries.invalidateQueries({ queryKey: keys.criticalContacts(id) });
    },
  });
  const rules = [{ required: true, whitespace: true, message: t('common:field.required') }];
  return (
    <Form<{ items: CriticalContact[] }> initialValues={{ items: contacts }} onFinish={({ items }) => save.mutate(items)}>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }, index) => (
              <Space key={key} align="baseline" style={{ display: 'flex' }}>
                <span>{index + 1}</span>
                <Form.Item name={[name, 'name']} rules={rules}><Input aria-label={t('admin:reading.post')} placeholder={t('admin:reading.post')} maxLength={100} /></Form.Item>
                <Form.Item name={[name, 'phone']} rules={rules}><Input aria-label={t('admin:reading.phone')} placeholder={t('admin:reading.phone')} maxLength={32} /></Form.Item>
                <Button type="text" icon={<DeleteOutlined />} aria-label={t('admin:reading.remove')} onClick={() => remove(name)} />
              </Space>
            ))}
            <p>
              <Button icon={<PlusOutlined />} onClick={() => add({ name: '', phone: '' })}>{t('admin:reading.add')}</Button>{' '}
              <Button type="primary" htmlType="submit" loading={save.isPending}>{t('common:action.save')}</Button>
            </p>
          </>
        )}
      </Form.List>
      {save.error ? <Problem error={save.error} /> : null}
    </Form>
  );
}
