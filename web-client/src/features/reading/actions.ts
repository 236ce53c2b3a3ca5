import type { ReadingRequest } from '@/lib/api/schema';
import type { Permission } from '@/lib/session/session';
import type { Hold } from './hold';

export type Action =
  | 'claimWrite' | 'claimReview' | 'finish' | 'approve' | 'sendBack' | 'preliminary' | 'return' | 'release' | 'takeOver' | 'amend' | 'withdrawAmendment' | 'void';

const writable = new Set(['submitted', 'claimed', 'preliminary', 'amending']);

/** What this person may do with the request now, the main action first. The server judges again. */
export function actionsFor(request: ReadingRequest, hold: Hold, may: (permission: Permission) => boolean): Action[] {
  const actions: Action[] = [];
  const { status } = request;
  // a missed target calls the next reader: then no senior is needed
  if (hold.kind === 'other') return may('reading.takeOver') || ((request.missedLevel ?? 0) > 0 && may('reading.claim')) ? ['takeOver'] : [];
  if (hold.kind === 'mine') {
    if (hold.for === 'write') {
      if (may('reading.write')) actions.push('finish');
      if (request.priority === 'emergency' && status === 'claimed' && may('reading.review')) actions.push('preliminary');
    } else if (may('reading.review')) {
      actions.push('approve', 'sendBack');
    }
    actions.push('release');
  } else {
    if (writable.has(status) && may('reading.claim') && may('reading.write')) actions.push('claimWrite');
    if (status === 'written' && may('reading.claim') && may('reading.review')) actions.push('claimReview');
  }
  const returnable = status === 'submitted' || status === 'claimed' || status === 'written';
  if (returnable && may('reading.write')) actions.push('return');
  if (status === 'final' && may('reading.write')) actions.push('amend');
  if (status === 'amending' && may('reading.write')) actions.push('withdrawAmendment');
  if (status === 'final' && may('reading.void')) actions.push('void');
  return actions;
}
