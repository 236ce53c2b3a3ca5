import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import styles from './queue.module.css';

interface QueueProps<T> {
  items: T[] | undefined;
  error: unknown;
  onRetry: () => void;
  onMore?: (() => void) | undefined;
  keyOf: (item: T) => string;
  chosen: string | undefined;
  onChoose: (key: string) => void;
  line: (item: T) => ReactNode;
  empty: { title: string; body: string };
  hint: string;
  /** What is chosen, on the right. */
  children: ReactNode;
  extra?: ReactNode;
}

/** A list that is worked off: on the left what waits, on the right the one that is being decided. */
export function Queue<T>({ items, error, onRetry, onMore, keyOf, chosen, onChoose, line, empty, hint, children, extra }: QueueProps<T>) {
  const { t } = useTranslation(['matching', 'common']);
  if (error && !items) return <Problem title={t('matching:error')} error={error} onRetry={onRetry} />;
  if (!items) return <SkeletonRows rows={8} />;
  if (items.length === 0) return <>{extra ? <div className={styles.extra}>{extra}</div> : null}<Panel><EmptyState title={empty.title} body={empty.body} /></Panel></>;
  return (
    <>
      {extra ? <div className={styles.extra}>{extra}</div> : null}
      <div className={styles.split}>
        <Panel>
          <ul className={styles.list}>
            {items.map((item) => (
              <li key={keyOf(item)}>
                <button type="button" aria-pressed={keyOf(item) === chosen} onClick={() => onChoose(keyOf(item))}>{line(item)}</button>
              </li>
            ))}
          </ul>
          {onMore ? <Button type="link" onClick={onMore}>{t('common:action.more')}</Button> : null}
        </Panel>
        <div className={styles.detail}>{children ?? <Panel><p className={`${styles.body} ${styles.soft}`}>{hint}</p></Panel>}</div>
      </div>
    </>
  );
}
