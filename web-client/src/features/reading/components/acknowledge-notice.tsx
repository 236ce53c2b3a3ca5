import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components/problem-text';
import type { Report } from '@/lib/api/schema';
import { useAcknowledge } from '../acknowledgements';

/** Whoever opened an earlier version says that they know of this one. */
export function AcknowledgeNotice({ report }: { report: Report }) {
  const { t } = useTranslation('reading');
  const words = useProblemText();
  const acknowledge = useAcknowledge(report.id);
  if (!report.acknowledge) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={t(report.status === 'voided' ? 'acknowledge.voided' : 'acknowledge.changed')}
      description={acknowledge.error ? words(acknowledge.error) : (report.voidReason ?? report.amendReason)}
      action={<Button type="primary" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>{t('acknowledge.give')}</Button>}
    />
  );
}
