import { Button, Form, Input, Radio, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { Patient, PatientDraft, Sex } from '@/lib/api/schema';
import { useRegister } from '../api';
import { identityFacts, normalized } from '../identity-number';
import { PatientFinder } from './patient-finder';

const sexes: Sex[] = ['male', 'female', 'other', 'unknown'];
const kinds = ['known', 'unknown', 'newborn'] as const;

interface Fields {
  identityKind: (typeof kinds)[number];
  idNumber?: string;
  name?: string;
  sex?: Sex;
  birthDate?: string;
  phone?: string;
  address?: string;
  localId?: string;
}

const filled = (text: string | undefined): boolean => Boolean(text?.trim());

/**
 * Registers a patient: the identity number first, since it fills the rest; unknown people and newborns have none. Sex is no
 * segmented control: that one shows its first choice where nothing is chosen.
 */
export function RegistrationForm({ onDone, onCancel }: { onDone: (patient: Patient) => void; onCancel: () => void }) {
  const { t } = useTranslation(['registration', 'patient', 'states', 'common']);
  const register = useRegister();
  const [form] = Form.useForm<Fields>();
  const [mother, setMother] = useState<Patient>();
  const watched = Form.useWatch('identityKind', form) as Fields['identityKind'] | undefined;
  const kind = watched ?? 'known';
  const required = { required: true, whitespace: true, message: t('common:field.required') };
  const fill = (typed: string): void => {
    const facts = identityFacts(typed);
    if (facts) form.setFieldsValue(facts);
  };
  const checkNumber = (_: unknown, typed: string | undefined): Promise<void> =>
    !typed?.trim() || identityFacts(typed) ? Promise.resolve() : Promise.reject(new Error(t('registration:numberWrong')));
  // Whoever examines asks for the name and one thing more.
  const secondIdentifier = {
    validator: (): Promise<void> => {
      const values = form.getFieldsValue();
      const second = filled(values.birthDate) || filled(values.idNumber) || filled(values.localId);
      return kind === 'unknown' || second ? Promise.resolve() : Promise.reject(new Error(t('registration:twoIdentifiers')));
    },
  };
  const finish = (values: Fields): void => {
    const draft: PatientDraft = { identityKind: values.identityKind, ...(values.sex ? { sex: values.sex } : {}), ...(mother && kind === 'newborn' ? { motherPatientId: mother.id } : {}) };
    for (const field of ['name', 'birthDate', 'phone', 'address', 'localId'] as const) {
      const value = values[field]?.trim();
      if (value) draft[field] = value;
    }
    if (kind === 'known' && filled(values.idNumber)) draft.idNumber = normalized(values.idNumber ?? '');
    register.mutate(draft, { onSuccess: onDone });
  };
  return (
    <Form<Fields> form={form} layout="vertical" initialValues={{ identityKind: 'known' }} onFinish={finish} style={{ maxWidth: 560 }} scrollToFirstError>
      <Form.Item name="identityKind" label={t('registration:kind.label')}>
        <Segmented options={kinds.map((value) => ({ value, label: t(`registration:kind.${value}`) }))} />
      </Form.Item>
      {kind === 'newborn' ? (
        <Form.Item label={t('registration:mother')} extra={t('registration:motherHint')}>
          {mother ? (
            <><PatientName patient={mother} /> <Button type="link" onClick={() => setMother(undefined)}>{t('registration:otherPatient')}</Button></>
          ) : (
            <PatientFinder onChoose={setMother} />
          )}
        </Form.Item>
      ) : null}
      {kind === 'known' ? (
        <Form.Item name="idNumber" label={t('patient:form.idNumber')} extra={t('registration:numberHint')} validateTrigger="onBlur" rules={[{ validator: checkNumber }]}>
          <Input maxLength={30} autoFocus autoComplete="off" onChange={(event) => fill(event.target.value)} />
        </Form.Item>
      ) : null}
      <Form.Item
        name="name"
        label={t('patient:form.name')}
        {...(kind === 'unknown' ? { extra: t('registration:unknownHint') } : {})}
        rules={kind === 'known' || (kind === 'newborn' && !mother) ? [required] : []}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="sex" label={t('patient:form.sex')} rules={kind === 'unknown' ? [] : [{ required: true, message: t('common:field.required') }]}>
        <Radio.Group optionType="button" options={sexes.map((value) => ({ value, label: t(`states:sex.${value}`) }))} />
      </Form.Item>
      <Form.Item name="birthDate" label={t('patient:form.birthDate')} dependencies={['idNumber', 'localId']} rules={kind === 'newborn' ? [required] : [secondIdentifier]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="localId" label={t('patient:form.localId')} extra={t('registration:localIdHint')}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="phone" label={t('patient:form.phone')}>
        <Input maxLength={40} inputMode="tel" autoComplete="off" />
      </Form.Item>
      <Form.Item name="address" label={t('registration:address')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      {register.error ? <Form.Item><Problem error={register.error} /></Form.Item> : null}
      <Button type="primary" htmlType="submit" loading={register.isPending}>{t('registration:save')}</Button>{' '}
      <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
    </Form>
  );
}
