import { Form, Input, Modal, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientDraft, Sex } from '@/lib/api/schema';

interface NewPatientProps {
  title: string;
  initial: PatientDraft;
  busy: boolean;
  problem: ReactNode;
  onOk: (draft: PatientDraft, reason: string) => void;
  onCancel: () => void;
}

const sexes: Sex[] = ['male', 'female', 'other', 'unknown'];
const given = (text: string | undefined): string | undefined => text?.trim() || undefined;

interface Fields {
  name: string;
  sex: Sex;
  birthDate?: string;
  idNumber?: string;
  localId?: string;
  phone?: string;
  reason: string;
}

/** A patient made while a study is being assigned; the registration page asks for more. */
export function NewPatient({ title, initial, busy, problem, onOk, onCancel }: NewPatientProps) {
  const { t } = useTranslation(['patient', 'states', 'common']);
  const [form] = Form.useForm<Fields>();
  const finish = ({ name, sex, birthDate, idNumber, localId, phone, reason }: Fields): void => {
    const more = { birthDate: given(birthDate), idNumber: given(idNumber), localId: given(localId), phone: given(phone) };
    onOk({ name: name.trim(), sex, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value)) }, reason.trim());
  };
  const required = { required: true, whitespace: true, message: t('common:field.required') };
  return (
    <Modal open title={title} okText={t('common:action.save')} cancelText={t('common:action.cancel')} confirmLoading={busy} onCancel={onCancel} onOk={() => form.submit()} destroyOnHidden>
      <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={finish}>
        <Form.Item name="name" label={t('patient:form.name')} rules={[required]}><Input maxLength={100} autoFocus /></Form.Item>
        <Form.Item name="sex" label={t('patient:form.sex')}><Radio.Group optionType="button" options={sexes.map((value) => ({ value, label: t(`states:sex.${value}`) }))} /></Form.Item>
        <Form.Item name="birthDate" label={t('patient:form.birthDate')}><Input type="date" /></Form.Item>
        <Form.Item name="idNumber" label={t('patient:form.idNumber')}><Input maxLength={18} autoComplete="off" /></Form.Item>
        <Form.Item name="localId" label={t('patient:form.localId')}><Input maxLength={64} autoComplete="off" /></Form.Item>
        <Form.Item name="phone" label={t('patient:form.phone')}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="reason" label={t('common:field.reason')} rules={[required]}><Input.TextArea rows={2} maxLength={2000} placeholder={t('common:field.reasonHint')} /></Form.Item>
        {problem}
      </Form>
    </Modal>
  );
}
