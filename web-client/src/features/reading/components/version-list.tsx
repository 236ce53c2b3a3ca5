import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useReportVersions } from '../api';
import styles from './version-list.module.css';

/** Every signed version with the reason for it; fetched when it is opened. */
export function VersionList({ report }: { report: Report }) {
  const { t } = useTranslation(['reading', 'states', 'common']);
  const [open, setOpen] = useState(false);
  const versions = useReportVersions(report.id, open && report.number > 1);
  if (report.number < 2) return null;
  return (
    <details className={styles.versions} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('reading:signed.history')}</summary>
      <ol>
        {versions.data?.items.map((version) => (
          <li key={version.number}>
            <p>
              <strong>{t('common:version', { number: version.number })}</strong> {t(`states:report.${version.status}`)} · {minute((version.reviewed ?? version.written)?.at)}
            </p>
            {version.amendReason ? <p>{t('reading:signed.reason', { reason: version.amendReason })}</p> : null}
            <p className={styles.words}>{version.conclusion}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}
