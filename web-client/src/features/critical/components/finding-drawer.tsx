import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { TimeLeft } from '@/components/time-left';
import type { CriticalFinding } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { useFinding } from '../api';
import { actsFor, type CriticalAct } from '../waiting';
import { FindingState } from './finding-state';
import { StepDialog } from './step-dialog';
import styles from './finding-drawer.module.css';

/** One finding: what, whom to telephone, what has happened so far, what comes next. */
export function FindingDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('critical');
  const finding = useFinding(id);
  return (
    <Drawer open={id !== undefined} size={480} title={t('title')} onClose={onClose} destroyOnHidden>
      {finding.error ? <Problem error={finding.error} onRetry={() => void finding.refetch()} /> : null}
      {finding.isLoading ? <SkeletonRows rows={6} /> : null}
      {finding.data ? <Detail finding={finding.data} /> : null}
    </Drawer>
  );
}

function Detail({ finding }: { finding: CriticalFinding }) {
  const { t } = useTranslation('critical');
  const { may } = useSession();
  const [act, setAct] = useState<CriticalAct>();
  const acts = actsFor(finding, may);
  return (
    <>
      <p><PatientName patient={finding.patient} on={finding.study.studyDate} /> <span className={styles.soft}>{finding.organization.name}</span></p>
      <p className={styles.finding}>{finding.item.name}</p>
      <p>{finding.finding}</p>
      <p><FindingState status={finding.status} /> {finding.nextCallAt ? <TimeLeft dueAt={finding.nextCallAt} /> : null}</p>
      <p>
        {finding.readingRequestId && may('reading.list') ? <Link to={`/cases/${finding.readingRequestId}`}>{t('openCase')}</Link> : null}{' '}
        {may('study.read') ? <Link to={`/studies/${finding.study.id}`}>{t('openImages')}</Link> : null}
      </p>
      <div className={styles.acts}>
        {acts.map((each, index) => (
          <Button key={each} type={index === 0 ? 'primary' : 'default'} danger={each === 'withdraw'} onClick={() => setAct(each)}>{t(`act.${each}`)}</Button>
        ))}
      </div>
      {finding.contacts && finding.contacts.length > 0 && may('critical.call') ? (
        <>
          <h3>{t('contacts')}</h3>
          <ol className={styles.contacts}>
            {finding.contacts.map(({ name, phone }) => <li key={name + phone}>{name} {phone}</li>)}
          </ol>
        </>
      ) : null}
      <h3>{t('history')}</h3>
      <ul className={styles.steps}>
        {(finding.steps ?? []).map((step, index) => (
          <li key={index}>
            <time dateTime={step.at}>{minute(step.at)}</time> <strong>{t(`step.${step.kind}`)}</strong> {step.by ?? t('clock')}
            {step.contact ? <p>{step.contact} {step.phone} {step.outcome ? `· ${t(`outcome.${step.outcome}`)}` : ''}</p> : null}
            {step.person ? <p>{step.kind === 'patientReached' ? t(`whom.${step.person as 'patient'}`) : step.person}</p> : null}
            {step.words ? <p>{step.kind === 'acknowledged' ? t('readBackWords', { words: step.words }) : step.words}</p> : null}
          </li>
        ))}
      </ul>
      {act ? <StepDialog finding={finding} act={act} onClose={() => setAct(undefined)} /> : null}
    </>
  );
}
