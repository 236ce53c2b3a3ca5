import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskReason } from '@/components/ask-reason';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { Patient } from '@/lib/api/schema';
import { useMatch } from '../api';
import { PatientFinder } from './patient-finder';

/** Decides whose an unmatched study is: find the patient, say why. */
export function MatchStudy({ studyId, open, onClose }: { studyId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('reading');
  const match = useMatch(studyId);
  const [chosen, setChosen] = useState<Patient>();
  return (
    <>
      <Modal open={open && !chosen} title={t('matchTitle')} footer={null} width={640} onCancel={onClose} destroyOnHidden>
        <PatientFinder focus onChoose={setChosen} />
      </Modal>
      <AskReason
        open={open && chosen !== undefined}
        title={t('matchTitle')}
        hint={<p><PatientName patient={chosen} /></p>}
        okText={t('act.match')}
        busy={match.isPending}
        problem={match.error ? <Problem error={match.error} /> : null}
        onCancel={() => setChosen(undefined)}
        onOk={(reason) => chosen && match.mutate({ patientId: chosen.id, reason }, { onSuccess: onClose })}
      />
    </>
  );
}
