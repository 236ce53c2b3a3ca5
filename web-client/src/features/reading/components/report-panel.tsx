import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import type { ReadingRequest } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useDraft, useReport } from '../api';
import { mayEdit } from '../hold';
import { useLease } from '../use-lease';
import { CaseActions } from './case-actions';
import { CaseHead } from './case-head';
import { Editor } from './editor';
import { Notices } from './notices';
import { SignedReport } from './signed-report';
import styles from './report-panel.module.css';

const nothingToSave = (): Promise<boolean> => Promise.resolve(true);

export interface ReportPanelProps {
  request: ReadingRequest;
  /** Claim as soon as it opens: the reader came here by "finish and next". */
  claimAtOnce: boolean;
  onDone: (kind: 'write' | 'review') => void;
}

/** The report half of the case: who and why, then the editor or the signed report. */
export function ReportPanel({ request, claimAtOnce, onDone }: ReportPanelProps) {
  const { t } = useTranslation('reading');
  const { me, may } = useSession();
  const lease = useLease(request, me.id);
  const { hold, lost } = lease;
  const inWork = !['final', 'voided', 'cancelled'].includes(request.status);
  const seesDraft = may('reading.claim') && inWork && request.status !== 'returned';
  const draft = useDraft(request.id, seesDraft);
  const report = useReport(request.reportId);
  const [openedFor, setOpenedFor] = useState(request.patient?.id);
  const otherPatient = openedFor !== request.patient?.id;
  const editable = mayEdit(hold, openedFor, request.patient?.id);
  return (
    <section className={styles.panel} aria-label={t('panel')}>
      <CaseHead request={request} />
      <div className={styles.scroll} role="group" aria-label={t('panel')} tabIndex={0}>
        {otherPatient ? (
          <Alert type="error" showIcon banner title={t('otherPatient')} action={<Button size="small" onClick={() => setOpenedFor(request.patient?.id)}>{t('otherPatientChecked')}</Button>} />
        ) : null}
        <Notices request={request} hold={hold} lost={lost} />
        {draft.error ? <Problem error={draft.error} onRetry={() => void draft.refetch()} /> : null}
        {seesDraft && draft.isLoading ? <SkeletonRows rows={8} /> : null}
        {report.error && !inWork ? <Problem title={t('signed.noReport')} error={report.error} onRetry={() => void report.refetch()} /> : null}
        {report.data ? <SignedReport report={report.data} folded={seesDraft} /> : null}
      </div>
      {draft.data && seesDraft ? (
        <Editor
          request={request}
          draft={draft.data}
          editable={editable}
          lease={lease}
          claimAtOnce={claimAtOnce}
          onDone={onDone}
        />
      ) : seesDraft ? null : (
        <CaseActions request={request} lease={lease} claimAtOnce={false} beforeFinish={nothingToSave} beforeLeaving={nothingToSave} save={null} onDone={onDone} />
      )}
    </section>
  );
}
