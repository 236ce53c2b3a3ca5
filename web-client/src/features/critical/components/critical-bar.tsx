import { AlertFilled, PhoneFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePatientLine } from '@/components/patient-name';
import { TimeLeft } from '@/components/time-left';
import { useSession } from '@/lib/session/session';
import { useFindings } from '../api';
import { actsFor, unanswered } from '../waiting';
import { StepDialog } from './step-dialog';
import styles from './critical-bar.module.css';

/** Over every page while somebody has to answer: to the clinic whom it concerns, to the center whom to telephone. */
export function CriticalBar() {
  const { t } = useTranslation('critical');
  const { may } = useSession();
  const line = usePatientLine();
  const findings = useFindings('unanswered', may('critical.read'));
  const [acting, setActing] = useState(false);
  const waiting = unanswered(findings.data?.items ?? []);
  const first = waiting[0];
  if (!first) return null;
  const act = actsFor(first, may)[0];
  const { name, rest } = line(first.patient, first.study.studyDate);
  const label = act === 'acknowledge' || act === 'call' ? t(`act.${act}`) : undefined;
  return (
    <aside className={styles.bar} role="alert" aria-label={t('title')}>
      <AlertFilled aria-hidden="true" />
      <span className={styles.title}>{t(`level.${first.level}`)}</span>
      <span className={styles.words} title={`${first.item.name} ${first.finding}`}>
        <strong>{name}</strong> {rest} · {first.item.name}{first.finding === first.item.name ? '' : ` · ${first.finding}`} · {first.organization.name}
      </span>
      {may('critical.call') ? (
        <span className={styles.contact}>
          <PhoneFilled aria-hidden="true" /> {first.contact ? `${first.contact.name} ${first.contact.phone}` : t('noContact')}
          {first.escalations > 0 ? ` · ${t('escalated', { count: first.escalations })}` : ''}
        </span>
      ) : null}
      {first.nextCallAt ? <TimeLeft dueAt={first.nextCallAt} /> : null}
      {waiting.length > 1 ? <Link to="/critical-findings">{t('more', { count: waiting.length - 1 })}</Link> : <Link to={`/critical-findings?id=${first.id}`}>{t('open')}</Link>}
      {label ? <Button onClick={() => setActing(true)}>{label}</Button> : null}
      {acting && act ? <StepDialog finding={first} act={act} onClose={() => setActing(false)} /> : null}
    </aside>
  );
}
