import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SafetyWarning } from '@/lib/api/schema';

/** What the safety check found, in the server's words; what must be mended before what may be confirmed. */
export function SafetyWarnings({ warnings, waste }: { warnings: readonly SafetyWarning[]; waste: boolean }) {
  const { t } = useTranslation('reading');
  const must = warnings.filter(({ confirmable }) => !confirmable);
  const may = warnings.filter(({ confirmable }) => confirmable);
  return (
    <>
      {must.length > 0 ? <Alert type="error" showIcon title={t('check.must')} description={<ul>{must.map(({ rule, message }) => <li key={rule}>{message}</li>)}</ul>} /> : null}
      {may.length > 0 ? <Alert type="warning" showIcon title={t('check.title')} description={<ul>{may.map(({ rule, message }) => <li key={rule}>{message}</li>)}</ul>} /> : null}
      {waste ? <Alert type="error" showIcon title={t('check.waste')} description={t('check.wasteMessage')} /> : null}
    </>
  );
}
