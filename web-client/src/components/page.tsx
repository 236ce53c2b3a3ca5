import type { ReactNode } from 'react';
import styles from './page.module.css';

/** A page of lists and forms: title, what belongs to it, content. */
export function Page({ title, extra, narrow, children }: { title: ReactNode; extra?: ReactNode; narrow?: boolean; children: ReactNode }) {
  return (
    <div className={`${styles.page} ${narrow ? styles.narrow : ''}`}>
      <header className={styles.head}>
        <h1>{title}</h1>
        <div className={styles.extra}>{extra}</div>
      </header>
      {children}
    </div>
  );
}

/** @param padded for words and fields; tables reach to the edges */
export function Panel({ title, extra, padded, children }: { title?: ReactNode; extra?: ReactNode; padded?: boolean; children: ReactNode }) {
  return (
    <section className={styles.panel}>
      {title ? (
        <header className={styles.panelHead}>
          <h2>{title}</h2>
          <div className={styles.extra}>{extra}</div>
        </header>
      ) : null}
      {padded ? <div className={styles.padded}>{children}</div> : children}
    </section>
  );
}
