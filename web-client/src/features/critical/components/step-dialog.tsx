import { App, Form, Input, Modal, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { usePatientLine } from '@/components/patient-name';
import type { CriticalCall, CriticalFinding, CriticalWhom } from '@/lib/api/schema';
import { type Step, useCriticalStep } from '../api';
import type { CriticalAct } from '../waiting';

interface Fields {
  outcome?: CriticalCall['outcome'];
  person?: string;
  readBack?: string;
  note?: string;
  whom?: CriticalWhom;
  words?: string;
}

const outcomes = ['reached', 'noAnswer', 'busy', 'wrongNumber'] as const;
const people = ['patient', 'family', 'ward', 'villageDoctor', 'other'] as const;

/** Asks for what a step of a finding needs; what was read back is typed, never ticked. */
export function StepDialog({ finding, act, onClose }: { finding: CriticalFinding; act: CriticalAct; onClose: () => void }) {
  const { t } = useTranslation(['critical', 'common']);
  const { message } = App.useApp();
  const step = useCriticalStep(finding.id);
  const [form] = Form.useForm<Fields>();
  const outcome = Form.useWatch('outcome', form) ?? 'reached';
  const { name, rest } = usePatientLine()(finding.patient, finding.study.studyDate);
  const required = [{ required: true, whitespace: true, message: t('common:field.required') }];
  const send = (fields: Fields): void =>
    step.mutate(stepOf(act, fields), {
      onSuccess: () => {
        void message.success(t(`critical:done.${act}`));
        onClose();
      },
    });
  return (
    <Modal
      open
      title={t(`critical:act.${act}`)}
      okText={t(`critical:act.${act}`)}
      cancelText={t('common:action.cancel')}
      confirmLoading={step.isPending}
      okButtonProps={{ danger: act === 'withdraw' }}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form<Fields> form={form} layout="vertical" initialValues={{ outcome: 'reached', whom: 'patient' }} onFinish={send}>
        <p><strong>{name}</strong> {rest} · {finding.organization.name}</p>
        <p>{finding.item.name}{finding.finding === finding.item.name ? '' : ` · ${finding.finding}`}</p>
        {act === 'call' ? (
          <>
            <p>{finding.contact ? t('critical:calling', { name: finding.contact.name, phone: finding.contact.phone }) : t('critical:noContact')}</p>
            <Form.Item name="outcome" label={t('critical:field.outcome')}>
              <Radio.Group options={outcomes.map((value) => ({ value, label: t(`critical:outcome.${value}`) }))} />
            </Form.Item>
            {outcome === 'reached' ? (
              <Form.Item name="person" label={t('critical:field.person')} rules={required}>
                <Input maxLength={100} autoFocus />
              </Form.Item>
            ) : null}
          </>
        ) : null}
        {act === 'acknowledge' || (act === 'call' && outcome === 'reached') ? (
          <Form.Item name="readBack" label={t('critical:field.readBack')} extra={t(act === 'call' ? 'critical:hint.callReadBack' : 'critical:hint.readBack')} rules={act === 'acknowledge' ? required : []}>
            <Input.TextArea rows={2} maxLength={2000} autoFocus={act === 'acknowledge'} />
          </Form.Item>
        ) : null}
        {act === 'reach' ? (
          <Form.Item name="whom" label={t('critical:field.whom')}>
            <Radio.Group options={people.map((value) => ({ value, label: t(`critical:whom.${value}`) }))} />
          </Form.Item>
        ) : null}
        {act === 'call' || act === 'reach' ? (
          <Form.Item name="note" label={t('critical:field.note')}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
        ) : null}
        {act === 'handle' || act === 'withdraw' ? (
          <Form.Item name="words" label={t(act === 'handle' ? 'critical:field.handling' : 'common:field.reason')} rules={required}>
            <Input.TextArea rows={3} maxLength={2000} autoFocus />
          </Form.Item>
        ) : null}
        {step.error ? <Problem error={step.error} /> : null}
      </Form>
    </Modal>
  );
}

function stepOf(act: CriticalAct, { outcome, person, readBack, note, whom, words }: Fields): Step {
  switch (act) {
    case 'call':
      return {
        act,
        call: {
          outcome: outcome ?? 'reached',
          ...(outcome === 'reached' ? { person: person ?? '' } : {}),
          ...(outcome === 'reached' && readBack?.trim() ? { readBack } : {}),
          ...(note?.trim() ? { note } : {}),
        },
      };
    case 'acknowledge':
      return { act, readBack: readBack ?? '' };
    case 'reach':
      return { act, whom: whom ?? 'patient', ...(note?.trim() ? { note } : {}) };
    case 'handle':
      return { act, handling: words ?? '' };
    case 'withdraw':
      return { act, reason: words ?? '' };
  }
}
