import { InboxOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** What would be here, and how it gets here. */
export function EmptyState({ title, body, icon, action }: { title: string; body: string; icon?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden="true">{icon ?? <InboxOutlined />}</span>
      <h2>{title}</h2>
      <p>{body}</p>
      {action}
    </div>
  );
}
