import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';

export interface QualificationFields {
  organizationId: string;
  itemCodes: string[];
  from: string;
  until: string;
  area?: string;
  assessedBy?: string;
}

interface QualificationDialogProps {
  organizations: { value: string; label: string }[];
  busy: boolean;
  error: Error | null;
  onCancel: () => void;
  onSave: (fields: QualificationFields) => void;
}

const most = 500;

/** One assessment that many items passed. */
export function QualificationDialog({ organizations, busy, error, onCancel, onSave }: QualificationDialogProps) {
  const { t } = useTranslation(['admin', 'common']);
  const [form] = Form.useForm<QualificationFields>();
  const items = useQuery({ queryKey: keys.items, queryFn: ({ signal }) => call('listRecognitionItems', { signal }), staleTime: 600_000 });
  const required = [{ required: true, message: t('common:field.required') }];
  const save = ({ area, assessedBy, ...fields }: QualificationFields): void =>
    onSave({ ...fields, ...(area?.trim() ? { area: area.trim() } : {}), ...(assessedBy?.trim() ? { assessedBy: assessedBy.trim() } : {}) });
  return (
    <Modal open title={t('admin:qualifications.create')} okText={t('common:action.save')} cancelText={t('common:action.cancel')} confirmLoading={busy} onCancel={onCancel} onOk={() => form.submit()}>
      <Form<QualificationFields> form={form} layout="vertical" validateTrigger="onBlur" onFinish={save}>
        <Form.Item name="organizationId" label={t('admin:qualifications.organization')} rules={required}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={organizations} />
        </Form.Item>
        <Form.Item name="itemCodes" label={t('admin:qualifications.items')} rules={required}>
          <Select mode="multiple" maxCount={most} showSearch={{ optionFilterProp: 'label' }} loading={items.isLoading} options={(items.data?.items ?? []).map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))} />
        </Form.Item>
        <Form.Item name="from" label={t('admin:qualifications.from')} rules={required}><Input type="date" /></Form.Item>
        <Form.Item
          name="until"
          label={t('admin:qualifications.until')}
          dependencies={['from']}
          rules={[...required, ({ getFieldValue }) => ({
            validator: (_, value?: string) =>
              value && getFieldValue('from') > value ? Promise.reject(new Error(t('admin:qualifications.untilBeforeFrom'))) : Promise.resolve(),
          })]}
        >
          <Input type="date" />
        </Form.Item>
        <Form.Item name="area" label={t('admin:qualifications.area')} help={t('admin:qualifications.areaHint')}><Input maxLength={50} autoComplete="off" /></Form.Item>
        <Form.Item name="assessedBy" label={t('admin:qualifications.assessedBy')}><Input maxLength={200} autoComplete="off" /></Form.Item>
        {error ? <Problem error={error} /> : null}
      </Form>
    </Modal>
  );
}
