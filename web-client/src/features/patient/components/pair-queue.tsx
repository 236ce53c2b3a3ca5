import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { PatientPair } from '@/lib/api/schema';
import { factsOf } from '../comparison';
import { usePairDecision, usePairs } from '../matching-api';
import { CompareTable } from './compare-table';
import { Queue } from './queue';
import styles from './queue.module.css';

const keyOf = ({ patient, other }: PatientPair): string => `${patient.id}/${other.id}`;

/** Pairs that may be one person, the likeliest first. */
export function PairQueue() {
  const { t } = useTranslation('matching');
  const [chosen, setChosen] = useState<string>();
  const pairs = usePairs();
  const items = pairs.data?.pages.flatMap((page) => page.items);
  const pair = items?.find((item) => keyOf(item) === chosen);
  return (
    <Queue<PatientPair>
      items={items}
      error={pairs.error}
      onRetry={() => void pairs.refetch()}
      onMore={pairs.hasNextPage ? () => void pairs.fetchNextPage() : undefined}
      keyOf={keyOf}
      chosen={chosen}
      onChoose={setChosen}
      empty={{ title: t('pairs.empty'), body: t('pairs.emptyBody') }}
      hint={t('pairs.choose')}
      line={({ patient, other, score }) => (
        <>
          <PatientName patient={patient} />
          <PatientName patient={other} />
          <span className={styles.soft}>{[t('compare.score', { score }), ...new Set([patient.organization.name, other.organization.name])].join(' · ')}</span>
        </>
      )}
    >
      {pair ? <Decision key={keyOf(pair)} pair={pair} onDone={() => setChosen(undefined)} /> : null}
    </Queue>
  );
}

function Decision({ pair: { patient, other }, onDone }: { pair: PatientPair; onDone: () => void }) {
  const { t } = useTranslation('matching');
  const decide = usePairDecision();
  const [asking, setAsking] = useState<'link' | 'notSame' | 'merge'>();
  const [kept, setKept] = useState(patient.id);
  const sameIssuer = patient.issuer === other.issuer && patient.organization.id === other.organization.id;
  const words = { link: 'same', notSame: 'notSame', merge: 'merge' } as const;
  const word = words[asking ?? 'link'];
  const ask = (reason: string): void => {
    if (!asking) return;
    const [stays, goes] = kept === patient.id ? [patient, other] : [other, patient];
    decide.mutate({ what: asking, id: goes.id, patientId: stays.id, reason }, { onSuccess: onDone });
  };
  const open = (id: string) => <Link to={`/patients/${id}`}>{t('pairs.openPatient')}</Link>;
  return (
    <Panel>
      <CompareTable
        left={factsOf(patient)}
        right={factsOf(other)}
        leftTitle={<>{t('compare.left')} · {open(patient.id)}</>}
        rightTitle={<>{t('compare.right')} · {open(other.id)}</>}
      />
      <div className={styles.tools}>
        <Button type="primary" onClick={() => setAsking('link')}>{t('pairs.same')}</Button>
        <Button onClick={() => setAsking('notSame')}>{t('pairs.notSame')}</Button>
        <Button disabled={!sameIssuer} title={sameIssuer ? undefined : t('pairs.mergeOnlySameIssuer')} onClick={() => setAsking('merge')}>{t('pairs.merge')}</Button>
      </div>
      <AskReason
        open={asking !== undefined}
        title={t(`pairs.${word}Title`)}
        hint={
          <>
            <p>{t(`pairs.${word}Hint`)}</p>
            {asking === 'merge' ? (
              <Radio.Group
                aria-label={t('pairs.keep')}
                value={kept}
                onChange={(event) => setKept(event.target.value as string)}
                options={[
                  { value: patient.id, label: t('pairs.left', { name: patient.name, id: patient.localId ?? '' }) },
                  { value: other.id, label: t('pairs.right', { name: other.name, id: other.localId ?? '' }) },
                ]}
              />
            ) : null}
          </>
        }
        okText={t(`pairs.${word}`)}
        busy={decide.isPending}
        problem={decide.error ? <Problem error={decide.error} /> : null}
        onCancel={() => setAsking(undefined)}
        onOk={ask}
      />
    </Panel>
  );
}
