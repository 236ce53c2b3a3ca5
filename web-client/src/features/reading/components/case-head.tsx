import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useExam } from '@/components/exam';
import { PatientName } from '@/components/patient-name';
import { PriorityTag, ReadingState } from '@/components/reading-state';
import { TimeLeft } from '@/components/time-left';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ReadingRequest } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import styles from './case-head.module.css';

/** Who, what and why; the name and accession number also stand in the viewer, so that two windows can be told apart. */
export function CaseHead({ request }: { request: ReadingRequest }) {
  const { t } = useTranslation('reading');
  const exam = useExam();
  const { may } = useSession();
  const { study, patient } = request;
  const history = useQuery({
    queryKey: keys.patientStudies(patient?.id ?? ''),
    queryFn: ({ signal }) => call('listPatientStudies', { path: { id: patient?.id ?? '' }, query: { limit: 20 }, signal }),
    enabled: patient !== undefined && may('patient.read'),
  });
  const earlier = history.data?.items.filter(({ id }) => id !== study.id) ?? [];
  return (
    <header className={styles.head}>
      <div className={styles.row}>
        <span className={styles.name}>
          {patient && may('patient.read') ? (
            <Link to={`/patients/${patient.id}`}><PatientName patient={patient} on={study.studyDate} /></Link>
          ) : (
            <PatientName patient={patient} on={study.studyDate} />
          )}
        </span>
        <PriorityTag priority={request.priority} />
        <ReadingState status={request.status} />
        <span className={styles.time}>{request.dueAt ? <TimeLeft dueAt={request.dueAt} /> : null}</span>
      </div>
      <p className={styles.soft}>
        {[exam(request.modality, study.bodyPart, study.description), study.accessionNumber ? t('patientLine', { accession: study.accessionNumber }) : undefined, request.organization.name, minute(study.studyDate)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>
        <span className={styles.label}>{t('indication')}</span> {request.clinicalInfo?.trim() ? request.clinicalInfo : <span className={styles.soft}>{t('noIndication')}</span>}
      </p>
      {earlier.length > 0 ? (
        <details>
          <summary>{t('prior', { count: earlier.length })}</summary>
          <ul>
            {earlier.map((each) => (
              <li key={each.id}>
                <time>{minute(each.studyDate ?? each.receivedAt)}</time>{' '}
                <Link to={each.reportId ? `/reports/${each.reportId}` : `/studies/${each.id}`}>{exam(each.modality, each.bodyPart, each.description)}</Link>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </header>
  );
}
