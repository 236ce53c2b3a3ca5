import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PatientName } from '@/components/patient-name';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import { useMyAcknowledgements } from '../acknowledgements';

/** Reports that have changed since I, or a silent colleague, opened them. */
export function AcknowledgementList() {
  const { t } = useTranslation('reading');
  const { may } = useSession();
  const open = useMyAcknowledgements(may('report.read'));
  const items = open.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={t('acknowledge.title', { count: items.length })}
      description={
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <Link to={`/reports/${item.reportId}`}><PatientName patient={item.patient} /> {t(`acknowledge.kind.${item.kind}`)}</Link> {item.reason} <time>{minute(item.askedAt)}</time>
            </li>
          ))}
        </ul>
      }
    />
  );
}
