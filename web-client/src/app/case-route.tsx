import { LeftOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { ReportPanel, useReadingRequest } from '@/features/reading';
import { StudyViewer } from '@/features/viewer';
import { useSession } from '@/lib/session/session';
import { Forbidden } from './notices';
import { nextCase } from './next-case';
import styles from './case-route.module.css';

interface CaseState {
  from?: string;
  queue?: string[];
  claim?: boolean;
}

/** The case: viewer on the left, report on the right. */
export function CaseRoute() {
  const { t } = useTranslation(['reading', 'common']);
  const { readingRequestId = '' } = useParams();
  const state = (useLocation().state ?? {}) as CaseState;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { me, may } = useSession();
  const { message } = App.useApp();
  const request = useReadingRequest(readingRequestId);
  const back = (): void => void navigate(state.from ?? '/');
  const goOn = async (kind: 'write' | 'review'): Promise<void> => {
    const id = await nextCase(queries, kind, readingRequestId, state.queue ?? [], me.id);
    if (id) return void navigate(`/cases/${id}`, { replace: true, state: { ...state, claim: true } });
    void message.info(t('reading:done.noMore'));
    back();
  };
  if (request.error && !request.data) return <Problem title={t('reading:error')} error={request.error} onRetry={() => void request.refetch()} />;
  if (!request.data) return <SkeletonRows rows={12} />;
  const { study, patient } = request.data;
  return (
    <div className={styles.case}>
      <div className={styles.viewer}>
        {may('study.read') ? <StudyViewer
          key={study.studyInstanceUid}
          studyInstanceUid={study.studyInstanceUid}
          patient={patient}
          accessionNumber={study.accessionNumber}
          studyDate={study.studyDate}
          completeness={study.completeness}
          conflicts={study.conflicts ?? 0}
        /> : <Forbidden />}
      </div>
      <div className={styles.report}>
        <Button className={styles.back} type="link" size="small" icon={<LeftOutlined />} onClick={back}>{t('common:action.back')}</Button>
        <ReportPanel key={readingRequestId} request={request.data} claimAtOnce={state.claim === true} onDone={(kind) => void goOn(kind)} />
      </div>
    </div>
  );
}
