import { App, Form, Input, Modal, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { Problem } from '@/components/problem';
import type { ReportTemplate } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useKeepTemplate } from '../templates/api';

interface TemplateDialogProps {
  /** The one to change; a new one without it. */
  before: ReportTemplate | undefined;
  /** What stands in the form to begin with. */
  start: ReportTemplate | undefined;
  onClose: () => void;
}

interface Fields {
  scope: 'own' | 'department';
  title: string;
  code?: string;
  modality: string;
  bodyPart?: string;
  sex: 'any' | 'male' | 'female';
  findings?: string;
  conclusion?: string;
  outcome: 'reader' | 'negative' | 'positive';
}

const modalities = ['CT', 'DX', 'CR', 'MR', 'US', 'MG', 'XA', 'ECG'];

export function TemplateDialog({ before, start, onClose }: TemplateDialogProps) {
  const { t } = useTranslation(['templates', 'states', 'common']);
  const { message } = App.useApp();
  const { may } = useSession();
  const exam = useExam();
  const keep = useKeepTemplate();
  const [form] = Form.useForm<Fields>();
  const submit = ({ scope, title, code, modality, bodyPart, sex, findings, conclusion, outcome }: Fields): void =>
    keep.mutate(
      {
        before,
        draft: {
          scope, title, findings: findings ?? '', conclusion: conclusion ?? '',
          ...(code?.trim() ? { code: code.trim() } : {}),
          ...(modality ? { modality } : {}),
          ...(bodyPart?.trim() ? { bodyPart: bodyPart.trim().toUpperCase() } : {}),
          ...(sex === 'any' ? {} : { sex }),
          ...(outcome === 'reader' ? {} : { positive: outcome === 'positive' }),
        },
      },
      {
        onSuccess: () => {
          void message.success(t('templates:kept'));
          onClose();
        },
      },
    );
  const initial: Fields = {
    scope: before?.scope === 'department' ? 'department' : 'own',
    title: start?.title ?? '', code: start?.code ?? '', modality: start?.modality ?? '', bodyPart: start?.bodyPart ?? '', sex: start?.sex ?? 'any',
    findings: start?.findings ?? '', conclusion: start?.conclusion ?? '',
    outcome: start?.positive === undefined ? 'reader' : start.positive ? 'positive' : 'negative',
  };
  const required = [{ required: true, whitespace: true, message: t('common:field.required') }];
  return (
    <Modal open width={680} title={t(before ? 'templates:edit' : 'templates:create')} okText={t('common:action.save')} cancelText={t('common:action.cancel')} confirmLoading={keep.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={submit}>
        <Form.Item name="scope" label={t('templates:field.scope')}>
          <Segmented disabled={before !== undefined} options={(['own', 'department'] as const).map((value) => ({ value, label: t(`templates:scope.${value}`), disabled: value === 'department' && !may('reading.review') }))} />
        </Form.Item>
        <Form.Item name="title" label={t('templates:field.title')} rules={required}><Input maxLength={100} autoFocus /></Form.Item>
        <Form.Item name="code" label={t('templates:field.code')} extra={t('templates:field.codeHint')}><Input maxLength={24} /></Form.Item>
        <Form.Item name="modality" label={t('templates:field.modality')}>
          <Select options={[{ value: '', label: t('templates:field.any') }, ...modalities.map((value) => ({ value, label: exam(value) }))]} />
        </Form.Item>
        <Form.Item name="bodyPart" label={t('templates:field.bodyPart')}><Input maxLength={16} placeholder="CHEST" /></Form.Item>
        <Form.Item name="sex" label={t('templates:field.sex')}>
          <Segmented options={[{ value: 'any', label: t('templates:field.any') }, { value: 'male', label: t('states:sex.male') }, { value: 'female', label: t('states:sex.female') }]} />
        </Form.Item>
        <Form.Item name="findings" label={t('templates:field.findings')} extra={t('templates:field.gapHint')}><Input.TextArea rows={8} maxLength={20000} /></Form.Item>
        <Form.Item name="conclusion" label={t('templates:field.conclusion')} dependencies={['findings']} rules={[({ getFieldValue }) => ({ validator: (_, value?: string) => (value?.trim() || (getFieldValue('findings') as string | undefined)?.trim() ? Promise.resolve() : Promise.reject(new Error(t('common:field.required')))) })]}>
          <Input.TextArea rows={4} maxLength={20000} />
        </Form.Item>
        <Form.Item name="outcome" label={t('templates:field.outcome')}>
          <Segmented options={[{ value: 'reader', label: t('templates:field.reader') }, { value: 'negative', label: t('states:outcome.negative') }, { value: 'positive', label: t('states:outcome.positive') }]} />
        </Form.Item>
        {keep.error ? <Problem error={keep.error} /> : null}
      </Form>
    </Modal>
  );
}
