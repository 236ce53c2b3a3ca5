import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import type { Study } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import type { SeriesEntry } from '../dicomweb/series';
import { Thumbnail } from './thumbnail';
import styles from './series-strip.module.css';

interface SeriesStripProps {
  study: string;
  entries: SeriesEntry[];
  current: string | undefined;
  /** The first image is still on its way. */
  waiting: boolean;
  priors: Study[];
  /** The studies that stand in a pane. */
  shown: string[];
  onChoose: (uid: string) => void;
  onPrior: (study: string) => void;
}

/** The series of the study, below them the earlier studies of the same person. */
export function SeriesStrip({ study, entries, current, waiting, priors, shown, onChoose, onPrior }: SeriesStripProps) {
  const { t } = useTranslation('viewer');
  const exam = useExam();
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
            <Thumbnail study={study} entry={entry} waiting={waiting} />
            <span className={styles.name}>{name}</span>
            <span className={styles.count}>{t('series.count', { count: entry.instances })}</span>
          </button>
        );
      })}
      {priors.length > 0 ? <h3 className={styles.heading}>{t('series.priors')}</h3> : null}
      {priors.map((prior) => (
        <button
          key={prior.id}
          type="button"
          className={shown.includes(prior.studyInstanceUid) ? `${styles.series} ${styles.current}` : styles.series}
          aria-pressed={shown.includes(prior.studyInstanceUid)}
          title={prior.organization.name}
          onClick={() => onPrior(prior.studyInstanceUid)}
        >
          <span className={styles.name}>{exam(prior.modality, prior.bodyPart, prior.description)}</span>
          <span className={styles.count}>{minute(prior.studyDate ?? prior.receivedAt).slice(0, 10)}</span>
          <span className={`${styles.count} ${styles.name}`}>{prior.organization.name}</span>
        </button>
      ))}
    </nav>
  );
}
