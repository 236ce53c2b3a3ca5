import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useExam } from '@/components/exam';
import { PatientName } from '@/components/patient-name';
import { PriorityTag, ReadingState } from '@/components/reading-state';
import { StateTag } from '@/components/state-tag';
import type { ReadingRequest, Study } from '@/lib/api/schema';
import { isShort, total } from '@/lib/format/images';
import { brief } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { stepsOf } from '../steps';
import { RequestDialog } from './request-dialog';
import { StepLine } from './step-line';
import styles from './study-card.module.css';

export function StudyCard({ study, request }: { study: Study; request: ReadingRequest | undefined }) {
  const { t } = useTranslation(['clinic', 'states']);
  const exam = useExam();
  const { may } = useSession();
  const [asking, setAsking] = useState(false);
  const status = request?.status ?? study.readingStatus;
  const reportId = request?.reportId ?? study.reportId;
  const { completeness } = study;
  const arriving = study.state === 'arriving' || isShort(completeness);
  return (
    <article className={styles.card}>
      <header className={styles.head}>
        <span className={styles.name}><PatientName patient={study.patient} on={study.studyDate} /></span>
        <time className={styles.soft}>{brief(study.studyDate ?? study.receivedAt, new Date())}</time>
      </header>
      <p className={styles.line}>
        <span>{exam(study.modality, study.bodyPart, study.description)}</span>
        <span className={arriving ? styles.arriving : styles.soft}>
          {arriving ? t('clinic:progress', { received: completeness.received, total: total(completeness) }) : `${t('clinic:card.images')} ${completeness.received}`}
        </span>
        {request && request.priority !== 'routine' ? <PriorityTag priority={request.priority} /> : null}
        {status ? <ReadingState status={status} /> : <StateTag tone="neutral" icon={<WarningOutlined />}>{t('clinic:card.notRequested')}</StateTag>}
      </p>
      {study.state === 'rejected' ? <p className={styles.warning}><WarningOutlined aria-hidden="true" /> {t('clinic:card.rejected')}</p> : null}
      {study.matched ? null : <p className={styles.warning}><WarningOutlined aria-hidden="true" /> {t('clinic:card.unmatched')}</p>}
      {study.conflicts > 0 ? <p className={styles.warning}><WarningOutlined aria-hidden="true" /> {t('states:study.conflicts', { count: study.conflicts })}</p> : null}
      <StepLine steps={stepsOf(study, request)} />
      <footer className={styles.foot}>
        {reportId && may('report.read') ? <Link className={styles.report} to={`/reports/${reportId}`}>{t('clinic:results.open')}</Link> : null}
        <Link to={`/studies/${study.id}`}>{t('clinic:card.images')}</Link>
        {study.patient && may('patient.read') ? <Link to={`/patients/${study.patient.id}`}>{t('clinic:card.patient')}</Link> : null}
        {!status && may('reading.request') ? <Button size="small" onClick={() => setAsking(true)}>{t('clinic:card.request')}</Button> : null}
      </footer>
      {asking ? <RequestDialog study={study} onClose={() => setAsking(false)} /> : null}
    </article>
  );
}
