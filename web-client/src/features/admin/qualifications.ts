import type { Qualification } from '@/lib/api/schema';

export type Standing = 'valid' | 'coming' | 'expired' | 'withdrawn';

/** Where a qualification stands on a day of this place's calendar; both its days count. */
export function standing({ from, until, withdrawnAt }: Pick<Qualification, 'from' | 'until' | 'withdrawnAt'>, now: Date): Standing {
  if (withdrawnAt) return 'withdrawn';
  const today = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
  if (today < from) return 'coming';
  return today > until ? 'expired' : 'valid';
}
