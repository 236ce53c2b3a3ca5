import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { useExam } from '@/components/exam';
import { Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import type { Patient, PatientDraft, Study } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { factsOf } from '../comparison';
import { useAssign, useMatchCandidates, useUnmatched } from '../matching-api';
import { CompareTable } from './compare-table';
import { NewPatient } from './new-patient';
import { PatientFinder } from './patient-finder';
import { Queue } from './queue';
import styles from './queue.module.css';

/** Studies that belong to nobody yet: what the device says beside whom it may mean. */
export function StudyQueue() {
  const { t } = useTranslation(['matching', 'patient']);
  const exam = useExam();
  const [chosen, setChosen] = useState<string>();
  const studies = useUnmatched();
  const items = studies.data?.pages.flatMap((page) => page.items);
  const study = items?.find(({ id }) => id === chosen);
  return (
    <Queue<Study>
      items={items}
      error={studies.error}
      onRetry={() => void studies.refetch()}
      onMore={studies.hasNextPage ? () => void studies.fetchNextPage() : undefined}
      keyOf={({ id }) => id}
      chosen={chosen}
      onChoose={setChosen}
      empty={{ title: t('matching:studies.empty'), body: t('matching:studies.emptyBody') }}
      hint={t('matching:studies.choose')}
      line={(item) => (
        <>
          <strong>{exam(item.modality, item.bodyPart, item.description)}</strong>
          <span className={styles.soft}>{[item.organization.name, minute(item.studyDate ?? item.receivedAt)].join(' · ')}</span>
          <span className={styles.soft}>{item.unmatchedReason ? t(`patient:unmatched.reason.${item.unmatchedReason}`) : ''}</span>
        </>
      )}
    >
      {study ? <Candidates key={study.id} study={study} onDone={() => setChosen(undefined)} /> : null}
    </Queue>
  );
}

function Candidates({ study, onDone }: { study: Study; onDone: () => void }) {
  const { t } = useTranslation('matching');
  const { message } = App.useApp();
  const candidates = useMatchCandidates(study.id);
  const assign = useAssign();
  const [shown, setShown] = useState<Patient>();
  const [asking, setAsking] = useState<'assign' | 'find' | 'create'>();
  if (candidates.error) return <Problem error={candidates.error} onRetry={() => void candidates.refetch()} />;
  if (!candidates.data) return <SkeletonRows rows={6} />;
  const { sent, items } = candidates.data;
  const patient = shown ?? items[0]?.patient;
  const done = (): void => {
    setAsking(undefined);
    onDone();
    void message.success(t('studies.done'));
  };
  const give = (body: { patientId: string } | { patient: PatientDraft }, reason: string): void => assign.mutate({ studyId: study.id, reason, ...body }, { onSuccess: done });
  const problem = assign.error ? <Problem error={assign.error} /> : null;
  const sentFacts = {
    ...(sent.name ? { name: sent.name } : {}),
    ...(sent.sex !== 'unknown' ? { sex: sent.sex } : {}),
    ...(sent.birthDate ? { birthDate: sent.birthDate } : {}),
    ...(sent.localId ? { localId: sent.localId } : {}),
    issuer: sent.issuer,
  };
  return (
    <>
      <Panel title={t('studies.candidates', { count: items.length })} extra={<Link to={`/studies/${study.id}`}>{t('studies.open')}</Link>}>
        {items.length === 0 && !shown ? <p className={`${styles.body} ${styles.soft}`}>{t('studies.noCandidates')}</p> : null}
        <ul className={styles.list}>
          {[...(shown && !items.some((item) => item.patient.id === shown.id) ? [{ patient: shown, score: undefined }] : []), ...items].map((item) => (
            <li key={item.patient.id}>
              <button type="button" aria-pressed={item.patient.id === patient?.id} onClick={() => setShown(item.patient)}>
                <PatientName patient={item.patient} />
                <span className={styles.soft}>
                  {[item.score === undefined ? '' : t('compare.score', { score: item.score }), item.patient.birthDate, item.patient.localId, item.patient.issuer].filter(Boolean).join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel>
        <CompareTable left={sentFacts} right={patient ? factsOf(patient) : {}} leftTitle={t('studies.sent')} rightTitle={t('studies.known')} />
        <div className={styles.tools}>
          <Button type="primary" disabled={!patient} onClick={() => setAsking('assign')}>{t('studies.assign')}</Button>
          <Button onClick={() => setAsking('find')}>{t('studies.find')}</Button>
          <Button onClick={() => setAsking('create')}>{t('studies.create')}</Button>
        </div>
      </Panel>
      <AskReason
        open={asking === 'assign' && patient !== undefined}
        title={t('studies.assignTitle')}
        hint={<p><PatientName patient={patient} /></p>}
        okText={t('studies.assign')}
        busy={assign.isPending}
        problem={problem}
        onCancel={() => setAsking(undefined)}
        onOk={(reason) => patient && give({ patientId: patient.id }, reason)}
      />
      <Modal open={asking === 'find'} title={t('studies.find')} footer={null} width={640} onCancel={() => setAsking(undefined)} destroyOnHidden>
        <PatientFinder
          focus
          organizationId={study.organization.id}
          onChoose={(found) => {
            setShown(found);
            setAsking(undefined);
          }}
        />
      </Modal>
      {asking === 'create' ? (
        <NewPatient
          title={t('studies.createTitle')}
          initial={{ name: sent.name, sex: sent.sex, ...(sent.birthDate ? { birthDate: sent.birthDate } : {}), ...(sent.localId && !sent.localId.includes('*') ? { localId: sent.localId } : {}) }}
          busy={assign.isPending}
          problem={problem}
          onCancel={() => setAsking(undefined)}
          onOk={(draft, reason) => give({ patient: draft }, reason)}
        />
      ) : null}
    </>
  );
}
