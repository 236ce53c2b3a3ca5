import { AlertOutlined, CheckCircleOutlined, ClockCircleOutlined, FileAddOutlined, FileDoneOutlined, FileExclamationOutlined, InboxOutlined, RollbackOutlined, UserOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReadingCounts } from '@/lib/api/schema';
import { alarms, type Filters, type View, views, writeFilters } from '../filters';
import styles from './view-list.module.css';

const icons: Record<View, ReactNode> = {
  emergency: <AlertOutlined />,
  toRead: <InboxOutlined />,
  toReview: <FileDoneOutlined />,
  returned: <RollbackOutlined />,
  mine: <UserOutlined />,
  final: <CheckCircleOutlined />,
  overdue: <ClockCircleOutlined />,
  preliminary: <FileExclamationOutlined />,
  lateImages: <FileAddOutlined />,
};

/** Saved views with their counts. */
export function ViewList({ filters, counts }: { filters: Filters; counts: ReadingCounts | undefined }) {
  const { t } = useTranslation('worklist');
  return (
    <nav className={styles.views} aria-label={t('views')}>
      {views.map((view) => {
        const count = view === 'final' ? undefined : counts?.[view];
        const alarm = alarms.some((each) => each === view);
        if (alarm && !count && view !== filters.view) return null;
        const pressing = (alarm || view === 'emergency') && (count ?? 0) > 0;
        return (
          <Link
            key={view}
            to={`?${writeFilters({ ...filters, view }).toString()}`}
            className={view === filters.view ? `${styles.view} ${styles.active}` : styles.view}
            aria-current={view === filters.view ? 'page' : undefined}
          >
            <span aria-hidden="true">{icons[view]}</span>
            {t(`view.${view}`)}
            {count === undefined ? null : <span className={pressing ? `${styles.count} ${styles.pressing}` : styles.count}>{count}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
