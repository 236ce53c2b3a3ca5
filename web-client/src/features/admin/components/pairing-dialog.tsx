import { useMutation, useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { minute } from '@/lib/format/moment';

/** A one-time code for the gateway of one clinic. */
export function PairingDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const [form] = Form.useForm<{ organizationId: string; aeTitle?: string }>();
  const organizations = useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }), staleTime: 600_000 });
  const create = useMutation({ mutationFn: (body: { organizationId: string; aeTitle?: string }) => call('createPairingCode', { body }) });
  const code = create.data;
  return (
    <Modal
      open
      title={t('admin:gateways.pair')}
      okText={code ? t('common:action.close') : t('admin:gateways.pair')}
      cancelText={t('common:action.cancel')}
      cancelButtonProps={{ hidden: code !== undefined }}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => (code ? onClose() : form.submit())}
    >
      {code ? (
        <>
          <Typography.Title level={2} copyable code aria-label={t('admin:gateways.code')}>{code.code}</Typography.Title>
          <p>{code.organization.name} · {t('admin:gateways.expires', { at: minute(code.expiresAt) })}</p>
          <p>{t('admin:gateways.pairHint')}</p>
        </>
      ) : (
        <Form form={form} layout="vertical" onFinish={({ organizationId, aeTitle }) => create.mutate({ organizationId, ...(aeTitle ? { aeTitle } : {}) })}>
          <Form.Item name="organizationId" label={t('admin:gateways.column.organization')} rules={[{ required: true, message: t('common:field.required') }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} loading={organizations.isLoading} options={organizations.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []} />
          </Form.Item>
          <Form.Item name="aeTitle" label={t('admin:gateways.aeTitle')}><Input maxLength={16} autoComplete="off" /></Form.Item>
          {create.error ? <Problem error={create.error} /> : null}
        </Form>
      )}
    </Modal>
  );
}
