import { Form, Input, Modal, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import type { Priority, Study } from '@/lib/api/schema';
import { useRequestReading } from '../api';

const priorities: Priority[] = ['routine', 'urgent', 'emergency'];

/** Asks for a reading by hand, where no rule has filed it on arrival. */
export function RequestDialog({ study, onClose }: { study: Study; onClose: () => void }) {
  const { t } = useTranslation(['clinic', 'states', 'common']);
  const ask = useRequestReading();
  const [form] = Form.useForm<{ priority: Priority; clinicalInfo?: string }>();
  return (
    <Modal
      open
      title={t('clinic:request.title')}
      okText={t('clinic:request.submit')}
      cancelText={t('common:action.cancel')}
      confirmLoading={ask.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ priority: 'routine' }}
        onFinish={({ priority, clinicalInfo }) => ask.mutate({ studyId: study.id, priority, ...(clinicalInfo ? { clinicalInfo } : {}) }, { onSuccess: onClose })}
      >
        <Form.Item name="priority" label={t('clinic:request.priority')}>
          <Segmented options={priorities.map((value) => ({ value, label: t(`states:priority.${value}`) }))} />
        </Form.Item>
        <Form.Item name="clinicalInfo" label={t('clinic:request.info')}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
        {ask.error ? <Problem error={ask.error} /> : null}
      </Form>
    </Modal>
  );
}
