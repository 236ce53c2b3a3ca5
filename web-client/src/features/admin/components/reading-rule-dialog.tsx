import { Form, Modal, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { Problem } from '@/components/problem';
import type { OrganizationDetail, ReadingRule } from '@/lib/api/schema';

const modalities = ['CT', 'DX', 'CR', 'US', 'ECG', 'MR', 'MG', 'XA'];
const modes = ['A', 'B', 'C'] as const;
const priorities = ['emergency', 'urgent', 'routine'] as const;
const purposes = ['outpatient', 'inpatient', 'emergency', 'healthCheck'] as const;

interface ReadingRuleDialogProps {
  rule: ReadingRule | undefined;
  organizations: readonly OrganizationDetail[];
  /** Whether a rule for the same clinic and modality stands already, which this would overwrite. */
  taken: (rule: ReadingRule) => boolean;
  busy: boolean;
  error: Error | null;
  onCancel: () => void;
  onSave: (rule: ReadingRule) => void;
}

export function ReadingRuleDialog({ rule, organizations, taken, busy, error, onCancel, onSave }: ReadingRuleDialogProps) {
  const { t } = useTranslation(['admin', 'states', 'common']);
  const exam = useExam();
  const [form] = Form.useForm<ReadingRule>();
  const mode = Form.useWatch('mode', form);
  const required = [{ required: true, message: t('common:field.required') }];
  const finish = (fields: ReadingRule): void => {
    if (taken(fields)) form.setFields([{ name: 'modality', errors: [t('admin:reading.ruleTaken')] }]);
    else onSave({ ...rule, ...fields });
  };
  return (
    <Modal open title={t(rule ? 'admin:reading.editRule' : 'admin:reading.addRule')} okText={t('common:action.save')} cancelText={t('common:action.cancel')} confirmLoading={busy} onCancel={onCancel} onOk={() => form.submit()}>
      <Form<ReadingRule> form={form} layout="vertical" initialValues={rule ?? { mode: 'A', priority: 'routine', purpose: 'outpatient', onArrival: true }} onFinish={finish}>
        <Form.Item name="organizationId" label={t('admin:reading.clinic')} rules={required}>
          <Select disabled={rule !== undefined} showSearch={{ optionFilterProp: 'label' }} options={organizations.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="modality" label={t('admin:reading.modality')} rules={required}>
          <Select disabled={rule !== undefined} options={modalities.map((value) => ({ value, label: `${value} ${exam(value)}` }))} />
        </Form.Item>
        <Form.Item name="mode" label={t('admin:reading.mode')} rules={required}>
          <Select options={modes.map((value) => ({ value, label: t(`admin:reading.modes.${value}`) }))} />
        </Form.Item>
        <Form.Item name="priority" label={t('admin:reading.priority')} rules={required}>
          <Select options={priorities.map((value) => ({ value, label: t(`states:priority.${value}`) }))} />
        </Form.Item>
        <Form.Item name="purpose" label={t('admin:reading.purpose')} rules={required}>
          <Select options={purposes.map((value) => ({ value, label: t(`states:purpose.${value}`) }))} />
        </Form.Item>
        <Form.Item name="onArrival" label={t('admin:reading.onArrivalLong')} valuePropName="checked" {...(mode === 'C' ? { help: t('admin:reading.modeCByHand') } : {})}>
          <Switch disabled={mode === 'C'} />
        </Form.Item>
        {error ? <Problem error={error} /> : null}
      </Form>
    </Modal>
  );
}
