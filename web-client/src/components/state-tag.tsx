import type { ReactNode } from 'react';
import styles from './state-tag.module.css';

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger';

/** A state as a word, an icon and a colour, never a colour alone. */
export function StateTag({ tone, icon, children, title }: { tone: Tone; icon: ReactNode; children: ReactNode; title?: string | undefined }) {
  return (
    <span className={`${styles.tag} ${styles[tone]}`} title={title}>
      <span aria-hidden="true">{icon}</span>
      {children}
    </span>
  );
}
