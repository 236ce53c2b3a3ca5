import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { minute } from '@/lib/format/moment';
import { contentOf, useRecordings } from './api';
import styles from './recording-list.module.css';

/** What was recorded in a room, and what became of it; whoever may see the case plays it here. */
export function RecordingList({ roomId }: { roomId: string }) {
  const { t } = useTranslation('room');
  const recordings = useRecordings(roomId);
  const begun = (recordings.data?.items ?? []).filter(({ beganAt }) => beganAt !== undefined);
  if (recordings.error) return <Problem error={recordings.error} onRetry={() => void recordings.refetch()} />;
  if (begun.length === 0) return null;
  return (
    <section aria-label={t('recording.list')}>
      <h2 className={styles.heading}>{t('recording.list')}</h2>
      <ul className={styles.list}>
        {begun.map(({ id, state, beganAt, stoppedAt, parts }) => (
          <li key={id} data-testid="recorded" data-state={state}>
            <p className={styles.soft}>
              {t('recording.from', { at: minute(beganAt), to: stoppedAt ? minute(stoppedAt).slice(-5) : '…' })} · {t(`recording.state.${state}`)}
            </p>
            {state === 'ready' ? <Player src={contentOf(id)} name={t('recording.list')} /> : null}
            {state === 'parts'
              ? parts.map((part) => (
                  <figure key={part.id} className={styles.part}>
                    <figcaption>{part.source === 'screen' ? t('person.screenOf', { name: part.person.name }) : part.person.name}</figcaption>
                    <Player src={contentOf(id, part.id)} name={part.person.name} />
                  </figure>
                ))
              : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Player({ src, name }: { src: string; name: string }) {
  return <video className={styles.player} controls preload="metadata" src={src} aria-label={name} />;
}
