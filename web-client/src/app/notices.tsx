import { CompassOutlined, LockOutlined, TeamOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';

export function NotFound() {
  const { t } = useTranslation('shell');
  return <EmptyState icon={<CompassOutlined />} title={t('notFound.title')} body={t('notFound.body')} />;
}

export function Forbidden() {
  const { t } = useTranslation('shell');
  return <EmptyState icon={<LockOutlined />} title={t('forbidden.title')} body={t('forbidden.body')} />;
}

export function Nothing() {
  const { t } = useTranslation('shell');
  return <EmptyState icon={<TeamOutlined />} title={t('nothing.title')} body={t('nothing.body')} />;
}
