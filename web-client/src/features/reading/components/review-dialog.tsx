import { useQuery } from '@tanstack/react-query';
import { Alert, Checkbox, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePatientLine } from '@/components/patient-name';
import { call } from '@/lib/api/call';
import type { ReadingRequest, ReportReview } from '@/lib/api/schema';
import { counted, isShort } from '@/lib/format/images';
import { useDraft } from '../api';
import { contentOf } from '../content';
import { reviewOf, type ReviewFields } from '../review';
import { SafetyWarnings } from './safety-warnings';

interface ReviewDialogProps {
  request: ReadingRequest;
  decision: 'approve' | 'sendBack' | undefined;
  busy: boolean;
  onCancel: () => void;
  onReview: (review: ReportReview) => void;
}

/** Signing asks before: two identifiers, what the safety check found, the text as the reviewer would have it. */
export function ReviewDialog({ request, decision, busy, onCancel, onReview }: ReviewDialogProps) {
  const { t } = useTranslation(['reading', 'states', 'common']);
  const line = usePatientLine()(request.patient, request.study.studyDate);
  const [form] = Form.useForm<ReviewFields>();
  const [correcting, setCorrecting] = useState(false);
  const { completeness, accessionNumber } = request.study;
  const approve = decision === 'approve';
  const short = approve && completeness !== undefined && isShort(completeness);
  const draft = useDraft(request.id, approve);
  const checks = useQuery({
    queryKey: ['report-checks', request.id],
    queryFn: ({ signal }) => call('checkReportDraft', { path: { id: request.id }, signal }),
    enabled: approve,
    gcTime: 0,
  });
  const waste = draft.data?.imageQuality === 'rejected';
  const warnings = correcting ? [] : (checks.data?.items ?? []);
  const confirmable = [...warnings.filter((each) => each.confirmable).map(({ rule }) => rule as string), ...(waste && !correcting ? ['waste-images'] : [])];
  const rules = [{ required: true, whitespace: true, message: t('common:field.required') }];
  const content = draft.data ? contentOf(draft.data) : undefined;
  return (
    <Modal
      open={decision !== undefined}
      width={correcting ? 760 : 560}
      title={t(approve ? 'reading:approveTitle' : 'reading:sendBackTitle')}
      okText={t(approve ? 'reading:act.approve' : 'reading:act.sendBack')}
      cancelText={t('common:action.cancel')}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      okButtonProps={{ autoFocus: approve && !short && confirmable.length === 0, disabled: warnings.some((each) => !each.confirmable) }}
      afterClose={() => setCorrecting(false)}
      destroyOnHidden
    >
      <Form<ReviewFields>
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={(fields) => decision && onReview(reviewOf(decision, fields, correcting ? content : undefined, confirmable))}
      >
        <p>{t('reading:approveBody', { name: line.name, rest: line.rest, accession: accessionNumber ?? '–' })}</p>
        {approve ? <SafetyWarnings warnings={warnings} waste={waste && !correcting} /> : null}
        {confirmable.length > 0 ? (
          <Form.Item name="confirmReason" label={t('reading:check.reason')} rules={rules}>
            <Input.TextArea rows={2} maxLength={2000} placeholder={t('reading:check.confirm')} autoFocus />
          </Form.Item>
        ) : null}
        {approve && content ? (
          <Checkbox checked={correcting} onChange={(event) => setCorrecting(event.target.checked)}>{t('reading:check.correct')}</Checkbox>
        ) : null}
        {correcting && content ? (
          <>
            <p>{t('reading:check.correctHint')}</p>
            <Form.Item name="findings" label={t(request.modality === 'ECG' ? 'reading:findingsEcg' : 'reading:findings')} initialValue={content.findings} rules={rules}>
              <Input.TextArea rows={8} maxLength={20000} />
            </Form.Item>
            <Form.Item name="conclusion" label={t('reading:conclusion')} initialValue={content.conclusion} rules={rules}>
              <Input.TextArea rows={4} maxLength={20000} />
            </Form.Item>
            <Form.Item name="outcome" label={t('reading:outcome')} initialValue={content.positive ? 'positive' : 'negative'}>
              <Segmented options={[{ value: 'negative', label: t('states:outcome.negative') }, { value: 'positive', label: t('states:outcome.positive') }]} />
            </Form.Item>
            <Form.Item name="imageQuality" label={t('reading:quality')} initialValue={content.imageQuality}>
              <Segmented options={(['A', 'B', 'C'] as const).map((value) => ({ value, label: t(`states:quality.${value}`) }))} />
            </Form.Item>
          </>
        ) : null}
        {short ? (
          <>
            <Alert type="warning" showIcon title={t('reading:incomplete', { counted: counted(completeness) })} />
            <Form.Item name="incompleteReason" label={t('reading:incompleteReason')} rules={rules}>
              <Input.TextArea rows={2} maxLength={2000} autoFocus />
            </Form.Item>
          </>
        ) : null}
        <Form.Item name="comment" label={t('reading:comment')} rules={approve ? [] : rules}>
          <Input.TextArea rows={approve ? 2 : 3} maxLength={2000} placeholder={t('reading:commentHint')} autoFocus={!approve} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
