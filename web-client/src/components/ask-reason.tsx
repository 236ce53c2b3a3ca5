import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface AskReasonProps {
  open: boolean;
  title: string;
  hint?: ReactNode;
  okText: string;
  danger?: boolean;
  /** What stands there to begin with. */
  initial?: string | undefined;
  busy?: boolean;
  problem?: ReactNode;
  onOk: (reason: string) => void;
  onCancel: () => void;
}

/** Asks for a reason before something that others will read about. */
export function AskReason({ open, title, hint, okText, danger, initial, busy, problem, onOk, onCancel }: AskReasonProps) {
  const { t } = useTranslation('common');
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: danger ?? false, loading: busy ?? false }}
      onCancel={onCancel}
      onOk={() => form.submit()}
      afterClose={() => form.resetFields()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" onFinish={({ reason }) => onOk(reason.trim())}>
        {hint}
        <Form.Item name="reason" initialValue={initial} label={t('field.reason')} rules={[{ required: true, whitespace: true, message: t('field.required') }]}>
          <Input.TextArea autoFocus rows={4} maxLength={2000} placeholder={t('field.reasonHint')} />
        </Form.Item>
        {problem}
      </Form>
    </Modal>
  );
}
