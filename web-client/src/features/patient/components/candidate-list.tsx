import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskReason } from '@/components/ask-reason';
import { Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { Patient } from '@/lib/api/schema';
import { useCandidates, useLink } from '../api';
import styles from './candidate-list.module.css';

/** Others who may be the same person, with what agrees and what differs; a person decides. */
export function CandidateList({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patient');
  const candidates = useCandidates(patient.id, true);
  const link = useLink(patient.id);
  const [chosen, setChosen] = useState<Patient>();
  const items = candidates.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('candidates', { count: items.length })}>
      <ul className={styles.list}>
        {items.map(({ patient: other, score, agrees, differs }) => (
          <li key={other.id}>
            <div>
              <PatientName patient={other} /> <span className={styles.soft}>{[other.birthDate, other.organization.name, other.localId].filter(Boolean).join(' · ')}</span>
              <p className={styles.soft}>
                {[
                  t('candidate.score', { score }),
                  agrees.length > 0 ? t('candidate.agrees', { fields: agrees.map((field) => t(`field.${field}`)).join(', ') }) : '',
                  differs.length > 0 ? t('candidate.differs', { fields: differs.map((field) => t(`field.${field}`)).join(', ') }) : '',
                ].filter(Boolean).join(' · ')}
              </p>
            </div>
            <Button onClick={() => setChosen(other)}>{t('link')}</Button>
          </li>
        ))}
      </ul>
      <AskReason
        open={chosen !== undefined}
        title={t('linkTitle')}
        hint={<p>{t('linkHint')}</p>}
        okText={t('link')}
        busy={link.isPending}
        problem={link.error ? <Problem error={link.error} /> : null}
        onCancel={() => setChosen(undefined)}
        onOk={(reason) => chosen && link.mutate({ patientId: chosen.id, reason }, { onSuccess: () => setChosen(undefined) })}
      />
    </Panel>
  );
}
