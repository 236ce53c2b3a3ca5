import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePatientLine } from '@/components/patient-name';
import type { ReadingRequest, ReportReview } from '@/lib/api/schema';
import { counted, isShort } from '@/lib/format/images';

interface ReviewDialogProps {
  request: ReadingRequest;
  decision: 'approve' | 'sendBack' | undefined;
  busy: boolean;
  onCancel: () => void;
  onReview: (review: ReportReview) => void;
}

interface Fields {
  comment?: string;
  incompleteReason?: string;
}

/** Signing asks before: two identifiers, and a reason while images are missing. */
export function ReviewDialog({ request, decision, busy, onCancel, onReview }: ReviewDialogProps) {
  const { t } = useTranslation(['reading', 'common']);
  const line = usePatientLine()(request.patient, request.study.studyDate);
  const [form] = Form.useForm<Fields>();
  const { completeness, accessionNumber } = request.study;
  const short = decision === 'approve' && completeness !== undefined && isShort(completeness);
  const rules = [{ required: true, whitespace: true, message: t('common:field.required') }];
  const approve = decision === 'approve';
  return (
    <Modal
      open={decision !== undefined}
      title={t(approve ? 'reading:approveTitle' : 'reading:sendBackTitle')}
      okText={t(approve ? 'reading:act.approve' : 'reading:act.sendBack')}
      cancelText={t('common:action.cancel')}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      okButtonProps={{ autoFocus: approve && !short }}
      destroyOnHidden
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ comment, incompleteReason }) => decision && onReview({ decision, ...(comment ? { comment } : {}), ...(incompleteReason ? { incompleteReason } : {}) })}
      >
        <p>{t('reading:approveBody', { name: line.name, rest: line.rest, accession: accessionNumber ?? '–' })}</p>
        {short ? (
          <>
            <Alert type="warning" showIcon title={t('reading:incomplete', { counted: counted(completeness) })} />
            <Form.Item name="incompleteReason" label={t('reading:incompleteReason')} rules={rules}>
              <Input.TextArea rows={2} maxLength={2000} autoFocus />
            </Form.Item>
          </>
        ) : null}
        <Form.Item name="comment" label={t('reading:comment')} rules={approve ? [] : rules}>
          <Input.TextArea rows={3} maxLength={2000} placeholder={t('reading:commentHint')} autoFocus={!approve} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
