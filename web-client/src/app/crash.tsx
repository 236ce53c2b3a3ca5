import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';

/** What is left when a page fails: a word and a way on. */
export function Crash() {
  const { t } = useTranslation('shell');
  return (
    <EmptyState
      icon={<WarningOutlined />}
      title={t('crash.title')}
      body={t('crash.body')}
      action={<Button type="primary" onClick={() => location.reload()}>{t('crash.reload')}</Button>}
    />
  );
}
