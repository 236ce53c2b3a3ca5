import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { useHandover } from '../api';

/** Ends a shift; the server refuses while a critical finding is open. */
export function HandoverDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['critical', 'common']);
  const { message } = App.useApp();
  const handover = useHandover();
  const [form] = Form.useForm<{ takenBy: string; note?: string }>();
  return (
    <Modal
      open
      title={t('critical:handover.title')}
      okText={t('critical:handover.title')}
      cancelText={t('common:action.cancel')}
      confirmLoading={handover.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ takenBy, note }) =>
          handover.mutate({ takenBy, ...(note?.trim() ? { note } : {}) }, {
            onSuccess: () => {
              void message.success(t('critical:handover.done'));
              onClose();
            },
          })
        }
      >
        <p>{t('critical:handover.hint')}</p>
        <Form.Item name="takenBy" label={t('critical:handover.takenBy')} rules={[{ required: true, whitespace: true, message: t('common:field.required') }]}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="note" label={t('critical:field.note')}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        {handover.error ? <Problem error={handover.error} /> : null}
      </Form>
    </Modal>
  );
}
