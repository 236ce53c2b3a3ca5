import type { ReadingRequest, Study } from '@/lib/api/schema';
import { isShort } from '@/lib/format/images';

export type StepName = 'received' | 'sent' | 'reading' | 'reported' | 'opened';
export type StepState = 'done' | 'current' | 'waiting' | 'trouble';

export interface Step {
  name: StepName;
  state: StepState;
}

const names: StepName[] = ['received', 'sent', 'reading', 'reported', 'opened'];

/** The five-step line of a study: how far it has come, and where it stands still. */
export function stepsOf(study: Study, request: ReadingRequest | undefined): Step[] {
  const status = request?.status ?? study.readingStatus;
  let reached = 1;
  if (study.state !== 'arriving' && !isShort(study.completeness)) reached = 2;
  if (status === 'claimed' || status === 'written' || status === 'preliminary') reached = Math.max(reached, 2);
  if (status === 'final' || status === 'amending') reached = 4;
  if (request?.openedAt) reached = 5;
  const reading = status === 'claimed' || status === 'written' || status === 'preliminary';
  return names.map((name, index) => {
    if (index < reached) return { name, state: 'done' };
    if (index > reached) return { name, state: 'waiting' };
    if (status === 'returned' || status === 'voided' || study.state === 'rejected') return { name, state: 'trouble' };
    const moving = name === 'sent' || (name === 'reading' && reading) || name === 'opened';
    return { name, state: moving ? 'current' : 'waiting' };
  });
}
