import { describe, expect, it } from 'vitest';
import type { ReadingRequest, Study } from '@/lib/api/schema';
import { stepsOf } from './steps';
import { UploadQueue } from './upload/queue';
import { type Outcome, outcomeOf } from './upload/stow';

const study = (received: number, announced: number, change: Partial<Study> = {}): Study => ({
  id: 's', studyInstanceUid: '1.2', organization: { id: 'o', name: 'clinic' }, modality: 'CT', series: 1, instances: received,
  state: received < announced ? 'arriving' : 'complete', matched: true, completeness: { received, announced, certainty: 'confirmed' }, conflicts: 0,
  receivedAt: '2026-01-01T10:00:00+08:00', ...change,
});
const request = (status: ReadingRequest['status'], change: Partial<ReadingRequest> = {}): ReadingRequest => ({
  id: 'r', version: 1, status, priority: 'routine', modality: 'CT', study: { id: 's', studyInstanceUid: '1.2' }, organization: { id: 'o', name: 'clinic' }, ...change,
});
const line = (steps: ReturnType<typeof stepsOf>): string => steps.map(({ state }) => state[0]).join('');

describe('stepsOf', () => {
  it('stands at sending while images are missing', () => {
    expect(line(stepsOf(study(187, 240), request('submitted')))).toBe('dcwww');
  });

  it('waits for a reader once all is sent', () => {
    expect(line(stepsOf(study(240, 240), request('submitted')))).toBe('ddwww');
  });

  it('shows that it is being read', () => {
    expect(line(stepsOf(study(240, 240), request('claimed')))).toBe('ddcww');
  });

  it('asks to open what is final', () => {
    expect(line(stepsOf(study(240, 240), request('final')))).toBe('ddddc');
  });

  it('is done once opened', () => {
    expect(line(stepsOf(study(240, 240), request('final', { openedAt: '2026-01-01T11:00:00Z' })))).toBe('ddddd');
  });

  it('shows trouble when it was returned', () => {
    expect(line(stepsOf(study(240, 240), request('returned')))).toBe('ddtww');
    const waste = { ...study(240, 240), state: 'rejected' as const };
    expect(line(stepsOf(waste, undefined))).toBe('ddtww');
  });
});

describe('outcomeOf', () => {
  const answer = (key: string, item: object): string => JSON.stringify({ [key]: { vr: 'SQ', Value: [item] } });

  it('reads a stored instance', () => {
    expect(outcomeOf(200, answer('00081199', { '00081155': { Value: ['1.2'] } }))).toEqual({ state: 'stored' });
  });

  it('reads one that was there already', () => {
    expect(outcomeOf(200, answer('00081199', { '00091001': { Value: ['already-stored'] } }))).toEqual({ state: 'present' });
  });

  it('takes a conflict as quarantined, not as refused', () => {
    expect(outcomeOf(409, answer('00081198', { '00081197': { Value: [0x0111] } }))).toEqual({ state: 'quarantined' });
    expect(outcomeOf(409, JSON.stringify({ type: 'quarantined', status: 409 }))).toEqual({ state: 'quarantined' });
  });

  it('names the reason of a refusal and whether it is worth another try', () => {
    expect(outcomeOf(409, answer('00081198', { '00081197': { Value: [0xc000] } }))).toEqual({ state: 'refused', reason: 'notDicom', code: 'C000', retryable: false });
    expect(outcomeOf(409, answer('0008119A', { '00081197': { Value: [0xc000] }, '00091001': { Value: ['truncated'] } }))).toMatchObject({ reason: 'notDicom' });
    expect(outcomeOf(503, '')).toEqual({ state: 'refused', reason: 'other', code: '503', retryable: true });
    expect(outcomeOf(507, '')).toMatchObject({ reason: 'full', retryable: true });
    expect(outcomeOf(403, '{}')).toMatchObject({ reason: 'denied', retryable: false });
  });
});

describe('UploadQueue', () => {
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const file = (name: string): File => new File(['x'], name);

  it('sends four at a time and gives each its outcome', async () => {
    const waiting: ((outcome: Outcome) => void)[] = [];
    const queue = new UploadQueue(() => new Promise((resolve) => waiting.push(resolve)));
    queue.add(['a', 'b', 'c', 'd', 'e', 'f'].map(file));
    expect(waiting).toHaveLength(4);
    waiting[0]?.({ state: 'stored' });
    await settle();
    expect(waiting).toHaveLength(5);
    for (const done of waiting) done({ state: 'stored' });
    await settle();
    waiting[5]?.({ state: 'refused', reason: 'offline', retryable: true });
    await settle();
    expect(queue.get().entries.map(({ state }) => state)).toEqual(['stored', 'stored', 'stored', 'stored', 'stored', 'refused']);
    expect(queue.get().running).toBe(false);
  });

  it('tries again only what is worth it', async () => {
    const outcomes: Outcome[] = [{ state: 'refused', reason: 'offline', retryable: true }, { state: 'refused', reason: 'notDicom', retryable: false }, { state: 'stored' }];
    const queue = new UploadQueue(() => Promise.resolve(outcomes.shift() ?? { state: 'stored' }));
    queue.add([file('a'), file('b')]);
    await settle();
    queue.retry();
    await settle();
    expect(queue.get().entries.map(({ state }) => state)).toEqual(['stored', 'refused']);
  });
});
