import { useTranslation } from 'react-i18next';
import styles from './skeleton-rows.module.css';

/** Grey rows while a list loads. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation('common');
  return (
    <div role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.row} />
      ))}
    </div>
  );
}
