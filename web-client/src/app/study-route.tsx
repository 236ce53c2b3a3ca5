import { LeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { OrderDifferences } from '@/components/order-banner';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { MatchStudy } from '@/features/patient';
import { StudyViewer } from '@/features/viewer';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { useSession } from '@/lib/session/session';
import styles from './study-route.module.css';

/** The images of a study alone: the clinic looks, or somebody decides whose it is. */
export function StudyRoute() {
  const { t } = useTranslation(['reading', 'common', 'states']);
  const { studyId = '' } = useParams();
  const navigate = useNavigate();
  const { may } = useSession();
  const [matching, setMatching] = useState(false);
  const study = useQuery({ queryKey: keys.study(studyId), queryFn: ({ signal }) => call('getStudy', { path: { id: studyId }, signal }) });
  if (study.error && !study.data) return <Problem error={study.error} onRetry={() => void study.refetch()} />;
  if (!study.data) return <SkeletonRows rows={12} />;
  const { data } = study;
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button type="link" size="small" icon={<LeftOutlined />} onClick={() => void navigate(-1)}>{t('common:action.back')}</Button>
        <PatientName patient={data.patient} on={data.studyDate} />
        {data.matched ? null : <strong className={styles.unmatched}>{t('states:study.unmatched')}</strong>}
        {!data.matched && may('study.match') ? <Button size="small" type="primary" onClick={() => setMatching(true)}>{t('reading:act.match')}</Button> : null}
      </div>
      <OrderDifferences order={data.order} />
      <div className={styles.viewer}>
        <StudyViewer
          key={data.studyInstanceUid}
          studyInstanceUid={data.studyInstanceUid}
          patient={data.patient}
          accessionNumber={data.accessionNumber}
          studyDate={data.studyDate}
          origin={data.organization.name}
          withPriors={data.matched && may('patient.read')}
          completeness={data.completeness}
          conflicts={data.conflicts}
        />
      </div>
      <MatchStudy studyId={studyId} open={matching} onClose={() => setMatching(false)} />
    </div>
  );
}
