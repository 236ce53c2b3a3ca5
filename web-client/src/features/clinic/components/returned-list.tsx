import { App, Button, Form, Input, Modal } from 'antd';
import { RollbackOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { ReadingRequest } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useResubmit } from '../api';
import styles from './returned-list.module.css';

/** What the center sent back, with why and what to do. */
export function ReturnedList({ requests }: { requests: ReadingRequest[] }) {
  const { t } = useTranslation('clinic');
  const exam = useExam();
  const { may } = useSession();
  const [mending, setMending] = useState<ReadingRequest>();
  return (
    <section className={styles.box}>
      <h2><RollbackOutlined aria-hidden="true" /> {t('returned.title', { count: requests.length })}</h2>
      <ul>
        {requests.map((request) => (
          <li key={request.id}>
            <div>
              <PatientName patient={request.patient} on={request.study.studyDate} /> <span className={styles.soft}>{exam(request.modality, request.study.bodyPart, request.study.description)}</span>
              <p>{t('returned.reason', { reason: request.returnReason ?? '' })}</p>
            </div>
            {may('reading.request') ? <Button type="primary" onClick={() => setMending(request)}>{t('returned.resubmit')}</Button> : null}
          </li>
        ))}
      </ul>
      {mending ? <ResubmitDialog request={mending} onClose={() => setMending(undefined)} /> : null}
    </section>
  );
}

function ResubmitDialog({ request, onClose }: { request: ReadingRequest; onClose: () => void }) {
  const { t } = useTranslation(['clinic', 'common']);
  const { message } = App.useApp();
  const resubmit = useResubmit();
  const [form] = Form.useForm<{ clinicalInfo?: string; note?: string }>();
  return (
    <Modal
      open
      title={t('clinic:returned.action')}
      okText={t('clinic:returned.resubmit')}
      cancelText={t('common:action.cancel')}
      confirmLoading={resubmit.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{t('clinic:returned.reason', { reason: request.returnReason ?? '' })}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ clinicalInfo: request.clinicalInfo ?? '' }}
        onFinish={(fields) =>
          resubmit.mutate(
            { request, ...fields },
            {
              onSuccess: () => {
                void message.success(t('clinic:returned.done'));
                onClose();
              },
            },
          )
        }
      >
        <Form.Item name="clinicalInfo" label={t('clinic:returned.clinicalInfo')}>
          <Input.TextArea rows={3} maxLength={4000} />
        </Form.Item>
        <Form.Item name="note" label={t('clinic:returned.note')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        {resubmit.error ? <Problem error={resubmit.error} /> : null}
      </Form>
    </Modal>
  );
}
