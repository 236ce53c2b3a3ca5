import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { useSession } from '@/lib/session/session';
import { usePatient } from '../api';
import { CandidateList } from './candidate-list';
import { PatientFacts } from './patient-facts';
import { StudyTable } from './study-table';

/** A patient: who it is, the studies, who else it may be; the caller adds what other features know. */
export function PatientView({ id, children }: { id: string; children: ReactNode }) {
  const { t } = useTranslation('patient');
  const { may } = useSession();
  const patient = usePatient(id);
  if (patient.error && !patient.data) return <Problem title={t('error')} error={patient.error} onRetry={() => void patient.refetch()} />;
  if (!patient.data) return <SkeletonRows rows={10} />;
  return (
    <Page title={<PatientName patient={patient.data} />} narrow>
      <PatientFacts patient={patient.data} />
      {children}
      <StudyTable patientId={id} />
      {may('patient.link') ? <CandidateList patient={patient.data} /> : null}
    </Page>
  );
}
