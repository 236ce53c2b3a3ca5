import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/problem';
import type { ReadingStatus } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import catalogue from '@/i18n/zh-CN/problems.json';

type Words = TFunction<['problems', 'common', 'states']>;
type Slug = keyof typeof catalogue;

/** Says in words what the server refused; for slugs this client does not know, what the server wrote. */
function problemText(t: Words, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problems:internal-error');
  const { slug, body } = error;
  switch (slug) {
    case 'locked-out':
      return t('problems:locked-out', { time: waitOf(t, body.retryAfterSeconds ?? 60) });
    case 'already-claimed':
      if (!body.holder || !body.until) return t('problems:already-claimed-plain');
      return t('problems:already-claimed', { holder: body.holder.name, until: minute(body.until).slice(-5) });
    case 'wrong-state':
      return t('problems:wrong-state', { state: body.state ? t(`states:reading.${body.state as ReadingStatus}`, { defaultValue: body.state }) : '–' });
    case 'invalid-request':
      return [body.detail ?? t('problems:invalid-request'), ...(body.errors ?? []).map((each) => each.message)].join(' ');
    default:
      return slug in catalogue ? t(`problems:${slug as Exclude<Slug, 'locked-out'>}`) : (body.detail ?? body.title);
  }
}

function waitOf(t: Words, seconds: number): string {
  return seconds < 90 ? t('common:time.seconds', { value: Math.ceil(seconds) }) : t('common:time.minutes', { value: Math.ceil(seconds / 60) });
}

export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation(['problems', 'common', 'states']);
  return (error) => problemText(t, error);
}

/** A wait in words, for example `5 min`. */
export function useWait(): (seconds: number) => string {
  const { t } = useTranslation(['problems', 'common', 'states']);
  return (seconds) => waitOf(t, seconds);
}
