import { Checkbox, Form, Input, Modal, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepeatReason } from '@/lib/api/schema';
import styles from './repeat-dialog.module.css';

const reasons: RepeatReason[] = ['conditionChanged', 'changesQuickly', 'majorDecision', 'emergency', 'forensic', 'other'];

interface RepeatDialogProps {
  busy: boolean;
  problem: ReactNode;
  onCancel: () => void;
  onRepeat: (reason: RepeatReason, note: string | undefined) => void;
}

/** One of the six reasons, and that the patient was told. */
export function RepeatDialog({ busy, problem, onCancel, onRepeat }: RepeatDialogProps) {
  const { t } = useTranslation(['recognition', 'common']);
  const [form] = Form.useForm<{ reason: RepeatReason; note?: string; informed: boolean }>();
  const reason = Form.useWatch('reason', form) as RepeatReason | undefined;
  return (
    <Modal
      open
      title={t('recognition:repeatTitle')}
      okText={t('recognition:submitRepeat')}
      cancelText={t('common:action.cancel')}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      width={620}
    >
      <Form form={form} layout="vertical" onFinish={({ reason: chosen, note }) => onRepeat(chosen, note?.trim())}>
        <Form.Item name="reason" rules={[{ required: true, message: t('recognition:reasonMissing') }]}>
          <Radio.Group className={styles.reasons} options={reasons.map((value) => ({ value, label: t(`recognition:repeat.${value}`) }))} />
        </Form.Item>
        <Form.Item name="note" label={t('recognition:note')} rules={reason === 'other' ? [{ required: true, whitespace: true, message: t('recognition:noteMissing') }] : []}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item
          name="informed"
          valuePropName="checked"
          rules={[{ validator: (_, value) => (value ? Promise.resolve() : Promise.reject(new Error(t('recognition:informedMissing')))) }]}
        >
          <Checkbox>{t('recognition:informed')}</Checkbox>
        </Form.Item>
        {problem}
      </Form>
    </Modal>
  );
}
