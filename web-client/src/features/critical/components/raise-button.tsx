import { AlertOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { usePatientLine } from '@/components/patient-name';
import type { CriticalFindingDraft, ReadingRequest } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useItems, useRaise } from '../api';

interface Fields {
  level: NonNullable<CriticalFindingDraft['level']>;
  itemCode?: string;
  finding: string;
}

/** Raises a critical finding from the case; asks before, since the telephone rings. */
export function RaiseButton({ request }: { request: ReadingRequest }) {
  const { t, i18n } = useTranslation(['critical', 'common']);
  const { may } = useSession();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const items = useItems(request.modality, open);
  const raise = useRaise();
  const [form] = Form.useForm<Fields>();
  const level = Form.useWatch<Fields['level'] | undefined>('level', form) ?? 'critical';
  const { name, rest } = usePatientLine()(request.patient, request.study.studyDate);
  if (!may('critical.raise')) return null;
  const english = i18n.language === 'en';
  const choose = (code: string): void => {
    const item = items.data?.items.find((each) => each.code === code);
    if (item && !form.getFieldValue('finding')) form.setFieldValue('finding', item.name);
  };
  return (
    <>
      <Button size="small" danger icon={<AlertOutlined />} onClick={() => setOpen(true)}>{t('critical:raise')}</Button>
      <Modal
        open={open}
        title={t('critical:raiseTitle')}
        okText={t('critical:raise')}
        okButtonProps={{ danger: true }}
        cancelText={t('common:action.cancel')}
        confirmLoading={raise.isPending}
        onCancel={() => setOpen(false)}
        onOk={() => form.submit()}
        afterClose={() => raise.reset()}
        destroyOnHidden
      >
        <Form<Fields>
          form={form}
          layout="vertical"
          preserve={false}
          initialValues={{ level: 'critical' }}
          onFinish={({ itemCode, ...fields }) =>
            raise.mutate({ studyId: request.study.id, ...fields, ...(itemCode ? { itemCode } : {}) }, {
              onSuccess: ({ contact }) => {
                setOpen(false);
                void message.warning(contact ? t('critical:raised', { name: contact.name, phone: contact.phone }) : t('critical:raisedPlain'), 10);
              },
            })
          }
        >
          <p><strong>{name}</strong> {rest} · {request.organization.name}</p>
          <Form.Item name="level">
            <Radio.Group options={(['critical', 'significant'] as const).map((value) => ({ value, label: t(`critical:level.${value}`) }))} />
          </Form.Item>
          {level === 'critical' ? (
            <Form.Item name="itemCode" label={t('critical:field.item')} rules={[{ required: true, message: t('common:field.required') }]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                autoFocus
                loading={items.isLoading}
                options={(items.data?.items ?? []).map((item) => ({ value: item.code, label: english ? (item.english ?? item.name) : item.name }))}
                onChange={choose}
              />
            </Form.Item>
          ) : null}
          <Form.Item name="finding" label={t('critical:field.finding')} rules={[{ required: true, whitespace: true, message: t('common:field.required') }]}>
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
          {raise.error ? <Problem error={raise.error} /> : null}
        </Form>
      </Modal>
    </>
  );
}
