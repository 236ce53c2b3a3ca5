import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Recording } from '@/lib/api/schema';
import { day, minute } from '@/lib/format/moment';
import { contentOf, lastAnswers } from './api';
import { reasonOf } from './recording-desk';
import styles from './recording-list.module.css';

/** One recording: when, what became of it, who agreed, until when it is kept; played here. @param withCase leads to its case */
export function RecordingItem({ recording, withCase = false }: { recording: Recording; withCase?: boolean }) {
  const { t } = useTranslation('room');
  const { id, state, beganAt, stoppedAt, stopReason, keptUntil, readingRequestId, parts } = recording;
  return (
    <li className={styles.item} data-testid="recorded" data-state={state}>
      <p className={styles.first}>
        <strong>{t('recording.from', { at: minute(beganAt), to: stoppedAt ? minute(stoppedAt).slice(-5) : '…' })}</strong>
        <span>{t(`recording.state.${state}`)}</span>
        {withCase && readingRequestId ? <Link to={`/cases/${readingRequestId}`}>{t('recording.openCase')}</Link> : null}
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
      <p className={styles.soft}>
        {[t('recording.askedBy', { name: recording.askedBy }), stopReason ? t(`recording.reason.${reasonOf(stopReason)}`) : undefined, keptUntil ? t('recording.keptUntil', { on: day(new Date(keptUntil)) }) : undefined]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ul className={styles.answers} aria-label={t('recording.consents')}>
        {lastAnswers(recording).map(({ person, agreed, at }) => (
          <li key={person.userId}>{t(agreed ? 'recording.agreedAt' : 'recording.refusedAt', { name: person.name, at: minute(at) })}</li>
        ))}
      </ul>
    </li>
  );
}

/** Nothing is fetched before it is played: playing is a look at the patient, and written down as one. */
function Player({ src, name }: { src: string; name: string }) {
  return <video className={styles.player} controls preload="none" src={src} aria-label={name} />;
}
