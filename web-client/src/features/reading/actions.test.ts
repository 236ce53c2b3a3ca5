import { describe, expect, it } from 'vitest';
import type { ReadingRequest, ReadingStatus } from '@/lib/api/schema';
import type { Permission } from '@/lib/session/session';
import { actionsFor } from './actions';
import { type Hold, holdOf, mayEdit } from './hold';

const request = (status: ReadingStatus, change: Partial<ReadingRequest> = {}): ReadingRequest => ({
  id: 'r', version: 1, status, priority: 'routine', modality: 'CT', study: { id: 's', studyInstanceUid: '1.2' }, organization: { id: 'o', name: 'clinic' }, ...change,
});
const reader = (permission: Permission): boolean => ['reading.list', 'reading.claim', 'reading.write'].includes(permission);
const reviewer = (permission: Permission): boolean => reader(permission) || permission === 'reading.review';
const technician = (): boolean => false;
const none: Hold = { kind: 'none' };
const writing: Hold = { kind: 'mine', for: 'write', until: '' };
const reviewing: Hold = { kind: 'mine', for: 'review', until: '' };
const other: Hold = { kind: 'other', for: 'write', until: '', holder: { id: 'x', name: 'X' } };

describe('actionsFor', () => {
  it('offers the claim of a submitted request to a reader', () => {
    expect(actionsFor(request('submitted'), none, reader)[0]).toBe('claimWrite');
  });

  it('offers nothing to the clinic', () => {
    for (const status of ['submitted', 'claimed', 'written', 'final'] as const) expect(actionsFor(request(status), none, technician)).toEqual([]);
  });

  it('lets the holder finish, give back and return', () => {
    expect(actionsFor(request('claimed'), writing, reader)).toEqual(['finish', 'release', 'return']);
  });

  it('keeps everybody else away while somebody holds it', () => {
    expect(actionsFor(request('claimed'), other, reader)).toEqual([]);
    expect(actionsFor(request('claimed'), other, (permission) => permission === 'reading.takeOver')).toEqual(['takeOver']);
    const reads = (permission: string) => permission === 'reading.claim';
    expect(actionsFor(request('claimed'), other, reads)).toEqual([]);
    expect(actionsFor({ ...request('claimed'), missedLevel: 1 }, other, reads)).toEqual(['takeOver']);
  });

  it('lets a reviewer claim and decide what is written', () => {
    expect(actionsFor(request('written'), none, reviewer)[0]).toBe('claimReview');
    expect(actionsFor(request('written'), reviewing, reviewer).slice(0, 2)).toEqual(['approve', 'sendBack']);
  });

  it('does not let a reader without the right review', () => {
    expect(actionsFor(request('written'), none, reader)).toEqual(['return']);
  });

  it('offers a preliminary report in emergencies only', () => {
    expect(actionsFor(request('claimed', { priority: 'emergency' }), writing, reviewer)).toContain('preliminary');
    expect(actionsFor(request('claimed'), writing, reviewer)).not.toContain('preliminary');
  });

  it('offers amending a final report, never claiming it', () => {
    expect(actionsFor(request('final'), none, reviewer)).toEqual(['amend']);
  });
});

describe('holdOf', () => {
  const lease = { holder: { id: 'me', name: 'Me' }, until: '2026-01-01T10:00:00Z', for: 'write' as const };
  const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);

  it('is mine until it runs out', () => {
    expect(holdOf({ lease }, 'me', at('09:59:59')).kind).toBe('mine');
    expect(holdOf({ lease }, 'me', at('10:00:00')).kind).toBe('none');
  });

  it('names who else has it', () => {
    expect(holdOf({ lease }, 'you', at('09:00:00'))).toMatchObject({ kind: 'other', holder: { name: 'Me' } });
  });
});

describe('the editor', () => {
  const mine: Hold = { kind: 'mine', for: 'write', until: '2026-11-23T03:00:00Z' };
  it('is locked when the patient of the study changes under it', () => {
    expect(mayEdit(mine, 'p1', 'p1')).toBe(true);
    expect(mayEdit(mine, 'p1', 'p2')).toBe(false);
    expect(mayEdit(mine, undefined, 'p2')).toBe(false);
  });
  it('opens to nobody but the one who holds the claim to write', () => {
    expect(mayEdit({ ...mine, for: 'review' }, 'p1', 'p1')).toBe(false);
    expect(mayEdit({ kind: 'none' }, 'p1', 'p1')).toBe(false);
  });
});
