import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { PatientName } from '@/components/patient-name';
import { StateTag } from '@/components/state-tag';
import { CheckCircleOutlined, PlusCircleOutlined, SafetyCertificateOutlined, StopOutlined } from '@ant-design/icons';
import type { Report } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { VersionList } from './version-list';
import styles from './signed-report.module.css';

/** A signed report as it is read and printed: heading, patient, words, both signatures, versions. */
export function SignedReport({ report, folded }: { report: Report; folded?: boolean }) {
  const { t } = useTranslation(['reading', 'states', 'common']);
  const exam = useExam();
  const withdrawn = report.status === 'voided';
  const facts: [string, React.ReactNode][] = [
    [t('reading:signed.patient'), <PatientName key="p" patient={report.patient} on={report.studyDate} />],
    [t('reading:signed.exam'), report.item?.name ?? exam(report.modality ?? '')],
    [t('reading:signed.accession'), report.accessionNumber ?? '–'],
    [t('reading:signed.examined'), minute(report.studyDate)],
    [t('reading:signed.clinic'), report.organization.name],
    [t('reading:signed.center'), report.readingOrganization?.name ?? '–'],
  ];
  const body = (
    <article className={styles.report}>
      {report.status === 'preliminary' ? <p className={styles.watermark} aria-hidden="true">{t('reading:signed.watermark')}</p> : null}
      <header className={styles.head}>
        <p>{report.readingOrganization?.name ?? report.organization.name}</p>
        <h2>{t('reading:signed.title')}</h2>
      </header>
      {report.status === 'preliminary' ? <Alert type="warning" showIcon title={t('reading:signed.preliminaryMark')} /> : null}
      {withdrawn ? <Alert type="error" showIcon title={t('reading:signed.withdrawn')} description={report.voidReason} /> : null}
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p><span className={styles.label}>{t('reading:indication')}</span> {report.clinicalInfo?.trim() ? report.clinicalInfo : '–'}</p>
      {withdrawn ? null : (
        <>
          <h3>{t(report.modality === 'ECG' ? 'reading:findingsEcg' : 'reading:findings')}</h3>
          <p className={styles.words}>{report.findings}</p>
          <h3>{t('reading:conclusion')}</h3>
          <p className={`${styles.words} ${styles.conclusion}`}>{report.conclusion}</p>
          <p className={styles.tags}>
            {report.positive === undefined ? null : (
              <StateTag tone={report.positive ? 'warning' : 'success'} icon={report.positive ? <PlusCircleOutlined /> : <CheckCircleOutlined />}>
                {t(report.positive ? 'states:outcome.positive' : 'states:outcome.negative')}
              </StateTag>
            )}
            {report.imageQuality ? <span>{t('reading:quality')} {t(`states:quality.${report.imageQuality}`)}</span> : null}
            {report.mark ? <StateTag tone="accent" icon={<SafetyCertificateOutlined />}>{report.mark}</StateTag> : null}
          </p>
          {(report.confirmations ?? []).map(({ rule, reason, by }) => <p key={rule}>{t('reading:signed.confirmed', { reason, by: by.name })}</p>)}
          {report.correctedFrom ? (
            <details>
              <summary>{t('reading:signed.corrected', { reviewer: report.reviewed?.person.name ?? '' })}</summary>
              <p className={styles.words}>{report.correctedFrom.findings}</p>
              <p className={styles.words}>{report.correctedFrom.conclusion}</p>
            </details>
          ) : null}
          {report.incompleteReason ? <p>{t('reading:signed.incomplete', { reason: report.incompleteReason })}</p> : null}
        </>
      )}
      <footer className={styles.signatures}>
        <Signature label={t('reading:signed.writer')} signature={report.written} />
        <Signature label={t('reading:signed.reviewer')} signature={report.reviewed} />
        {withdrawn ? <StateTag tone="neutral" icon={<StopOutlined />}>{t('states:report.voided')}</StateTag> : <span>{t('common:version', { number: report.number })}</span>}
      </footer>
      <VersionList report={report} />
    </article>
  );
  if (!folded) return body;
  return (
    <details className={styles.folded}>
      <summary>{t('reading:signed.title')} · {t('common:version', { number: report.number })}</summary>
      {body}
    </details>
  );
}

function Signature({ label, signature }: { label: string; signature: Report['written'] }) {
  if (!signature) return null;
  return (
    <span>
      {label} <strong>{signature.person.name}</strong> <time>{minute(signature.at)}</time>
    </span>
  );
}
