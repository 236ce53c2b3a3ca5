import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { bytes } from '@/lib/format/bytes';
import type { Entry, UploadQueue, UploadState } from '../upload/queue';
import styles from './upload-list.module.css';

const shown = 200;

/** Progress per file and a summary: sent, already there, quarantined, refused and why. */
export function UploadList({ state, queue }: { state: UploadState; queue: UploadQueue }) {
  const { t } = useTranslation('clinic');
  const { entries, running } = state;
  const count = (wanted: Entry['state']): number => entries.filter((entry) => entry.state === wanted).length;
  const done = entries.length - count('waiting') - count('sending');
  const retryable = entries.some(({ outcome }) => outcome?.state === 'refused' && outcome.retryable);
  const whole = entries.reduce((sum, { file }) => sum + file.size, 0);
  const sent = entries.reduce((sum, { file, progress }) => sum + file.size * progress, 0);
  const summary = (['stored', 'present', 'quarantined', 'refused'] as const).filter((each) => count(each) > 0).map((each) => t(`upload.${each}`, { count: count(each) }));
  const order: Record<Entry['state'], number> = { refused: 0, quarantined: 1, sending: 2, waiting: 3, present: 4, stored: 5 };
  const list = [...entries].sort((a, b) => order[a.state] - order[b.state] || a.id - b.id).slice(0, shown);
  return (
    <div className={styles.box}>
      <header className={styles.head}>
        <strong role="status">{running ? t('upload.running', { done, total: entries.length }) : t('upload.finished')}</strong>
        <span className={count('refused') > 0 ? styles.bad : styles.soft}>{summary.join(' · ')}</span>
        <span className={styles.buttons}>
          {retryable ? <Button size="small" onClick={() => queue.retry()}>{t('upload.retry')}</Button> : null}
          {running ? <Button size="small" onClick={() => queue.cancel()}>{t('upload.cancel')}</Button> : <Button size="small" onClick={() => queue.clear()}>{t('upload.clear')}</Button>}
        </span>
      </header>
      <Progress aria-label={t('upload.progress')} percent={whole > 0 ? Math.floor((sent / whole) * 100) : 0} status={running ? 'active' : count('refused') > 0 ? 'exception' : 'success'} />
      <ul className={styles.files} tabIndex={0} aria-label={t('upload.files')}>
        {list.map((entry) => (
          <li key={entry.id}>
            <span className={styles.name} title={entry.file.name}>{entry.file.name}</span>
            <span className={styles.soft}>{bytes(entry.file.size)}</span>
            <span className={entry.state === 'refused' ? styles.bad : styles.soft}>
              {t(`upload.state.${entry.state}`)}
              {entry.state === 'sending' ? ` ${Math.round(entry.progress * 100)}%` : ''}
              {entry.outcome?.state === 'refused' ? ` · ${t(`reason.${entry.outcome.reason}`, { code: entry.outcome.code ?? '' })}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
