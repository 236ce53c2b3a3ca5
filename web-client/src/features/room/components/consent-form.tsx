import { Button, DatePicker, Form, Input, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { useRecordConsent } from '../api';
import styles from './door.module.css';

interface Fields {
  kind: 'consent' | 'emergency';
  text: string;
  givenBy: 'patient' | 'guardian' | 'relative';
  givenByName: string;
  givenAt: Dayjs;
  reason: string;
}

const givers = ['patient', 'guardian', 'relative'] as const;

/** Who agreed, when, to which text; or which emergency stands in for it. */
export function ConsentForm({ roomId }: { roomId: string }) {
  const { t } = useTranslation(['room', 'common']);
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) as Fields['kind'] | undefined;
  const record = useRecordConsent(roomId);
  const finish = ({ kind: ground, text, givenBy, givenByName, givenAt, reason }: Fields): void =>
    record.mutate(ground === 'emergency' ? { kind: ground, reason: reason.trim() } : { kind: ground, text: text.trim(), givenBy, givenByName: givenByName.trim(), givenAt: givenAt.toISOString() });
  const required = [{ required: true, whitespace: true, message: t('common:field.required') }];
  return (
    <section className={styles.panel} aria-label={t('room:consent.title')}>
      <h2>{t('room:consent.title')}</h2>
      <p className={styles.soft}>{t('room:consent.needed')}</p>
      <Form
        form={form}
        layout="vertical"
        name="consent"
        onFinish={finish}
        initialValues={{ kind: 'consent', text: t('room:consent.textDefault'), givenBy: 'patient', givenAt: dayjs() }}
      >
        <Form.Item name="kind" label={t('room:consent.kind')}>
          <Radio.Group options={(['consent', 'emergency'] as const).map((value) => ({ value, label: t(`room:consent.${value}`) }))} />
        </Form.Item>
        {kind === 'emergency' ? (
          <Form.Item name="reason" label={t('room:consent.reason')} rules={required}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="text" label={t('room:consent.text')} rules={required}><Input maxLength={200} /></Form.Item>
            <Form.Item name="givenBy" label={t('room:consent.givenBy')}>
              <Select options={givers.map((value) => ({ value, label: t(`room:consent.giver.${value}`) }))} />
            </Form.Item>
            <Form.Item name="givenByName" label={t('room:consent.givenByName')} rules={required}><Input maxLength={100} /></Form.Item>
            <Form.Item name="givenAt" label={t('room:consent.givenAt')} rules={[{ required: true, message: t('common:field.required') }]}>
              <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" allowClear={false} maxDate={dayjs()} />
            </Form.Item>
          </>
        )}
        {record.error ? <Problem error={record.error} /> : null}
        <Button type="primary" htmlType="submit" loading={record.isPending}>{t('room:consent.record')}</Button>
      </Form>
    </section>
  );
}
