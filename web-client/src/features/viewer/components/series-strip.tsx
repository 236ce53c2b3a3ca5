import { useTranslation } from 'react-i18next';
import type { SeriesEntry } from '../dicomweb/series';
import { Thumbnail } from './thumbnail';
import styles from './series-strip.module.css';

interface SeriesStripProps {
  study: string;
  entries: SeriesEntry[];
  current: string | undefined;
  onChoose: (uid: string) => void;
}

export function SeriesStrip({ study, entries, current, onChoose }: SeriesStripProps) {
  const { t } = useTranslation('viewer');
  return (
    <nav className={styles.strip} aria-label={t('series.strip')}>
      {entries.map((entry) => {
        const name = entry.description ?? t('series.unnamed', { number: entry.number ?? '–' });
        return (
          <button
            key={entry.uid}
            type="button"
            className={entry.uid === current ? `${styles.series} ${styles.current}` : styles.series}
            aria-current={entry.uid === current}
            title={name}
            onClick={() => onChoose(entry.uid)}
          >
            <Thumbnail study={study} entry={entry} />
            <span className={styles.name}>{name}</span>
            <span className={styles.count}>{t('series.count', { count: entry.instances })}</span>
          </button>
        );
      })}
    </nav>
  );
}
