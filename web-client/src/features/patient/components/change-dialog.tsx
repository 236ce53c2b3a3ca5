import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { Patient } from '@/lib/api/schema';
import { useRequestChange } from '../matching-api';
import { NewPatient } from './new-patient';
import { PatientFinder } from './patient-finder';

/** Asks that studies become another patient's: which one, and why; a second person confirms. */
export function ChangeDialog({ studyIds, organizationId, onClose }: { studyIds: string[]; organizationId: string; onClose: (asked: boolean) => void }) {
  const { t } = useTranslation(['matching', 'common']);
  const { message } = App.useApp();
  const request = useRequestChange();
  const [form] = Form.useForm<{ reason: string }>();
  const [chosen, setChosen] = useState<Patient>();
  const [making, setMaking] = useState(false);
  const done = {
    onSuccess: () => {
      onClose(true);
      void message.success(t('matching:change.done'));
    },
  };
  const problem = request.error ? <Problem error={request.error} /> : null;
  if (making) {
    return (
      <NewPatient
        title={t('matching:change.title')}
        initial={{ name: '', sex: 'unknown' }}
        busy={request.isPending}
        problem={problem}
        onCancel={() => setMaking(false)}
        onOk={(patient, reason) => request.mutate({ studyIds, patient, reason }, done)}
      />
    );
  }
  return (
    <Modal
      open
      title={t('matching:change.title')}
      width={640}
      okText={t('matching:change.submit')}
      cancelText={t('common:action.cancel')}
      okButtonProps={{ disabled: !chosen, loading: request.isPending }}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
    >
      <p>{t('matching:change.hint', { count: studyIds.length })}</p>
      {chosen ? (
        <Form form={form} layout="vertical" onFinish={({ reason }) => request.mutate({ studyIds, patientId: chosen.id, reason: reason.trim() }, done)}>
          <Form.Item label={t('matching:change.chosen')}>
            <PatientName patient={chosen} /> {chosen.birthDate} <Button type="link" onClick={() => setChosen(undefined)}>{t('matching:change.other')}</Button>
          </Form.Item>
          <Form.Item name="reason" label={t('common:field.reason')} rules={[{ required: true, whitespace: true, message: t('common:field.required') }]}>
            <Input.TextArea autoFocus rows={3} maxLength={2000} placeholder={t('common:field.reasonHint')} />
          </Form.Item>
          {problem}
        </Form>
      ) : (
        <>
          <PatientFinder focus organizationId={organizationId} onChoose={setChosen} />
          <Button type="link" onClick={() => setMaking(true)}>{t('matching:change.newPatient')}</Button>
        </>
      )}
    </Modal>
  );
}
