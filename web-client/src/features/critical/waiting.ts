import type { CriticalFinding } from '@/lib/api/schema';

/** Those that nobody has answered, the one that has waited longest first. */
export function unanswered(findings: readonly CriticalFinding[]): CriticalFinding[] {
  return findings
    .filter(({ status }) => status === 'raised' || status === 'notified')
    .toSorted((a, b) => Number(a.level === 'significant') - Number(b.level === 'significant') || Date.parse(a.raisedAt) - Date.parse(b.raisedAt));
}

export type CriticalAct = 'call' | 'acknowledge' | 'reach' | 'handle' | 'withdraw';

/** What this person may do with the finding now, the main action first. The server judges again. */
export function actsFor(finding: CriticalFinding, may: (permission: 'critical.call' | 'critical.answer' | 'critical.raise') => boolean): CriticalAct[] {
  const acts: CriticalAct[] = [];
  const waits = finding.status === 'raised' || finding.status === 'notified';
  if (waits && may('critical.answer')) acts.push('acknowledge');
  if (waits && may('critical.call')) acts.push('call');
  if (finding.status === 'acknowledged' && may('critical.answer')) acts.push('reach');
  if (finding.status === 'patientReached' && may('critical.answer')) acts.push('handle');
  if (finding.status !== 'handled' && finding.status !== 'withdrawn' && may('critical.raise')) acts.push('withdraw');
  return acts;
}
