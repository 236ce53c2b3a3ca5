import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from './problem-text';

/** A refusal or failure in words, with a way to try again. */
export function Problem({ error, title, onRetry }: { error: unknown; title?: string; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const words = useProblemText()(error);
  return (
    <Alert
      type="error"
      showIcon
      title={title ?? words}
      description={title ? words : undefined}
      action={onRetry ? <Button size="small" onClick={onRetry}>{t('action.retry')}</Button> : undefined}
    />
  );
}
