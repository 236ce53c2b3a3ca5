import { Button, Checkbox, Form, Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import type { ExamOrderDraft } from '@/lib/api/schema';
import { useItems } from '../api';

const sides = ['none', 'left', 'right', 'both'] as const;
const purposes = ['outpatient', 'inpatient', 'emergency', 'healthCheck'] as const;

interface Fields {
  itemCode?: string;
  modality?: string;
  bodyPart?: string;
  contrast?: boolean;
  side: (typeof sides)[number];
  purpose: (typeof purposes)[number];
  indication?: string;
  accessionNumber?: string;
}

/** What is to be examined, of which side, and why; an item of the catalogue or in words of DICOM. */
export function OrderForm({ patientId, busy, problem, onOrder }: { patientId: string; busy: boolean; problem: ReactNode; onOrder: (draft: ExamOrderDraft) => void }) {
  const { t, i18n } = useTranslation(['registration', 'states', 'common']);
  const exam = useExam();
  const items = useItems();
  const [form] = Form.useForm<Fields>();
  const itemCode = Form.useWatch('itemCode', form);
  const options = (items.data?.items ?? []).map((item) => ({
    value: item.code,
    label: i18n.language === 'en' ? (item.nameEn ?? item.name) : item.name,
    found: [item.name, item.nameEn, exam(item.modality, item.bodyPart), item.code].join(' ').toLowerCase(),
  }));
  const finish = (values: Fields): void => {
    const draft: ExamOrderDraft = { patientId, purpose: values.purpose };
    if (values.itemCode) draft.itemCode = values.itemCode;
    else {
      draft.contrast = values.contrast ?? false;
      if (values.modality?.trim()) draft.modality = values.modality.trim();
      if (values.bodyPart?.trim()) draft.bodyPart = values.bodyPart.trim();
    }
    if (values.side !== 'none') draft.laterality = values.side;
    if (values.indication?.trim()) draft.indication = values.indication.trim();
    if (values.accessionNumber?.trim()) draft.accessionNumber = values.accessionNumber.trim();
    onOrder(draft);
  };
  return (
    <Form<Fields> form={form} layout="vertical" initialValues={{ side: 'none', purpose: 'outpatient' }} onFinish={finish} style={{ maxWidth: 560 }} scrollToFirstError>
      <Form.Item name="itemCode" label={t('registration:order.item')} extra={t('registration:order.itemHint')}>
        <Select
          allowClear
          showSearch={{ filterOption: (typed, option) => option?.found.includes(typed.trim().toLowerCase()) ?? false }}
          loading={items.isLoading}
          options={options}
          placeholder={t('registration:order.other')}
        />
      </Form.Item>
      {itemCode ? null : (
        <>
          <Form.Item name="modality" label={t('registration:order.modality')} rules={[{ required: true, whitespace: true, message: t('registration:order.itemMissing') }]}>
            <Select showSearch options={['DX', 'CT', 'MR', 'US', 'MG', 'ECG', 'RF', 'ES', 'NM', 'PT'].map((value) => ({ value, label: exam(value) }))} />
          </Form.Item>
          <Form.Item name="bodyPart" label={t('registration:order.bodyPart')}><Input maxLength={32} autoComplete="off" /></Form.Item>
          <Form.Item name="contrast" valuePropName="checked"><Checkbox>{t('registration:order.contrast')}</Checkbox></Form.Item>
        </>
      )}
      <Form.Item name="side" label={t('registration:order.side')}>
        <Segmented options={sides.map((value) => ({ value, label: t(`registration:order.sides.${value}`) }))} />
      </Form.Item>
      <Form.Item name="purpose" label={t('registration:order.purpose')}>
        <Segmented options={purposes.map((value) => ({ value, label: t(`states:purpose.${value}`) }))} />
      </Form.Item>
      <Form.Item name="indication" label={t('registration:order.indication')}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
      <Form.Item name="accessionNumber" label={t('registration:order.accession')} extra={t('registration:order.accessionHint')}><Input maxLength={16} autoComplete="off" /></Form.Item>
      {problem ? <Form.Item>{problem}</Form.Item> : null}
      <Button type="primary" htmlType="submit" loading={busy}>{t('registration:order.submit')}</Button>
    </Form>
  );
}
