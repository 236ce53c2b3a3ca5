import type { PersonRef, ReadingRequest } from '@/lib/api/schema';

/** The editor opens to whoever holds the claim to write, and only while the patient is the one whom it was opened for. */
export function mayEdit(hold: Hold, openedFor: string | undefined, patient: string | undefined): boolean {
  return hold.kind === 'mine' && hold.for === 'write' && openedFor === patient;
}

/** Who holds the claim of a request, from where this person stands. */
export type Hold =
  | { kind: 'none' }
  | { kind: 'mine'; for: 'write' | 'review'; until: string }
  | { kind: 'other'; for: 'write' | 'review'; until: string; holder: PersonRef };

export function holdOf(request: Pick<ReadingRequest, 'lease'>, me: string, now: number): Hold {
  const { lease } = request;
  if (!lease || Date.parse(lease.until) <= now) return { kind: 'none' };
  if (lease.holder.id === me) return { kind: 'mine', for: lease.for, until: lease.until };
  return { kind: 'other', for: lease.for, until: lease.until, holder: lease.holder };
}
