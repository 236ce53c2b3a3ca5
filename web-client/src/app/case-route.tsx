import { LeftOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { OrderBanner } from '@/components/order-banner';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { RaiseButton } from '@/features/critical';
import { listed, ReportPanel, useReadingRequest } from '@/features/reading';
import { AskSpecialist, CaseRecordings } from '@/features/room';
import { StudyViewer, warmStudy } from '@/features/viewer';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
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
  // what the reader comes to next is fetched while they look at this one
  const warmNext = async (): Promise<void> => {
    if (!may('reading.claim') || !request.data) return;
    const kind = request.data.status === 'written' ? 'review' : 'write';
    const id = await nextCase(queries, kind, readingRequestId, state, me.id);
    const next = id && (await queries.query({ queryKey: keys.readingRequest(id), queryFn: ({ signal }) => call('getReadingRequest', { path: { id }, signal }), staleTime: 60_000 }).catch(() => undefined));
    if (next) await warmStudy(queries, next.study.studyInstanceUid, next.study.completeness?.received ?? 0);
  };
  const goOn = async (kind: 'write' | 'review'): Promise<void> => {
    const id = await nextCase(queries, kind, readingRequestId, state, me.id);
    if (id) return void navigate(`/cases/${id}`, { replace: true, state: { ...state, claim: true } });
    void message.info(t('reading:done.noMore'));
    back();
  };
  if (request.error && !request.data) return <Problem title={t('reading:error')} error={request.error} onRetry={() => void request.refetch()} />;
  // whose images they are the list has told already; what may be done with the case only the server tells
  const known = request.data ?? listed(queries, readingRequestId);
  if (!known) return <SkeletonRows rows={12} />;
  const { study, patient } = known;
  return (
    <div className={styles.case}>
      <div className={styles.viewer}>
        {may('study.read') ? <StudyViewer
          key={study.studyInstanceUid}
          studyInstanceUid={study.studyInstanceUid}
          patient={patient}
          accessionNumber={study.accessionNumber}
          studyDate={study.studyDate}
          origin={known.organization.name}
          withPriors={may('patient.read')}
          completeness={study.completeness}
          conflicts={study.conflicts ?? 0}
          onIdle={() => void warmNext()}
        /> : <Forbidden />}
      </div>
      <div className={styles.report}>
        <div className={styles.back}>
          <Button type="link" size="small" icon={<LeftOutlined />} onClick={back}>{t('common:action.back')}</Button>
          <AskSpecialist readingRequestId={readingRequestId} onRoom={(id, ring) => void navigate(`/rooms/${id}`, { state: { ring, from: `/cases/${readingRequestId}` } })} />
          <CaseRecordings readingRequestId={readingRequestId} />
          {request.data ? <RaiseButton request={request.data} /> : null}
        </div>
        {may('study.read') ? <OrderBanner studyId={study.id} /> : null}
        {request.data ? <ReportPanel key={readingRequestId} request={request.data} claimAtOnce={state.claim === true} onDone={(kind) => void goOn(kind)} /> : <SkeletonRows rows={8} />}
      </div>
    </div>
  );
}
