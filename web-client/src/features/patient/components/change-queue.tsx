import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { useExam } from '@/components/exam';
import { Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { useProblemText } from '@/components/problem-text';
import type { StudyPatientChange } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { factsOf } from '../comparison';
import { useChanges, useConfirmChange, useRefuseChange, useWithdrawChange } from '../matching-api';
import { CompareTable } from './compare-table';
import { Queue } from './queue';
import styles from './queue.module.css';

/** Requests to move studies to another patient: whoever asked waits for a second person. */
export function ChangeQueue() {
  const { t } = useTranslation('matching');
  const [chosen, setChosen] = useState<string>();
  const [waiting, setWaiting] = useState(true);
  const changes = useChanges(waiting);
  const items = changes.data?.pages.flatMap((page) => page.items);
  const change = items?.find(({ id }) => id === chosen);
  return (
    <Queue<StudyPatientChange>
      extra={<Checkbox checked={waiting} onChange={(event) => setWaiting(event.target.checked)}>{t('changes.waiting')}</Checkbox>}
      items={items}
      error={changes.error}
      onRetry={() => void changes.refetch()}
      onMore={changes.hasNextPage ? () => void changes.fetchNextPage() : undefined}
      keyOf={({ id }) => id}
      chosen={chosen}
      onChoose={setChosen}
      empty={{ title: t('changes.empty'), body: t('changes.emptyBody') }}
      hint={t('pairs.choose')}
      line={(item) => (
        <>
          <span><PatientName patient={item.from} /> → <PatientName patient={item.to} /></span>
          <span className={styles.soft}>{[t(`changes.state.${item.state}`), item.organization.name, minute(item.requestedAt)].join(' · ')}</span>
        </>
      )}
    >
      {change ? <Detail key={change.id} change={change} onDone={() => setChosen(undefined)} /> : null}
    </Queue>
  );
}

function Detail({ change, onDone }: { change: StudyPatientChange; onDone: () => void }) {
  const { t } = useTranslation('matching');
  const { modal, message } = App.useApp();
  const exam = useExam();
  const problem = useProblemText();
  const { me } = useSession();
  const confirm = useConfirmChange();
  const refuse = useRefuseChange();
  const withdraw = useWithdrawChange();
  const [refusing, setRefusing] = useState(false);
  const own = change.requestedBy.id === me.id;
  const failed = (error: unknown): void => void message.error(problem(error));
  const agree = (): void =>
    void modal.confirm({ title: t('changes.confirmTitle'), content: t('changes.confirmBody'), okText: t('changes.confirm'), onOk: () => confirm.mutateAsync(change.id).then(onDone, failed) });
  return (
    <Panel>
      <CompareTable left={change.from ? factsOf(change.from) : {}} right={change.to ? factsOf(change.to) : {}} leftTitle={t('changes.from')} rightTitle={t('changes.to')} />
      <div className={styles.body}>
        <strong>{t('changes.studies', { count: change.studies.length })}</strong>
        {change.studies.map((study) => (
          <Link key={study.id} to={`/studies/${study.id}`}>{[exam(study.modality, undefined, study.description), minute(study.date)].join(' · ')}</Link>
        ))}
        <p>{t('changes.reason')}: {change.reason}</p>
        <p className={styles.soft}>{t('changes.askedBy', { name: change.requestedBy.name, at: minute(change.requestedAt) })}</p>
        {change.decidedBy ? <p className={styles.soft}>{t('changes.decidedBy', { name: change.decidedBy.name, at: minute(change.decidedAt) })}</p> : null}
        {change.note ? <p>{t('changes.note')}: {change.note}</p> : null}
      </div>
      {change.state === 'requested' ? (
        <div className={styles.tools}>
          {own ? (
            <>
              <span className={styles.soft}>{t('changes.own')}</span>
              <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(change.id, { onSuccess: onDone, onError: failed })}>{t('changes.withdraw')}</Button>
            </>
          ) : (
            <>
              <Button type="primary" loading={confirm.isPending} onClick={agree}>{t('changes.confirm')}</Button>
              <Button onClick={() => setRefusing(true)}>{t('changes.refuse')}</Button>
            </>
          )}
        </div>
      ) : null}
      <AskReason
        open={refusing}
        title={t('changes.refuseTitle')}
        okText={t('changes.refuse')}
        busy={refuse.isPending}
        problem={refuse.error ? <Problem error={refuse.error} /> : null}
        onCancel={() => setRefusing(false)}
        onOk={(reason) => refuse.mutate({ id: change.id, reason }, { onSuccess: onDone })}
      />
    </Panel>
  );
}
