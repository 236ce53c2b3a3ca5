import { describe, expect, it } from 'vitest';
import { images, isNarrowed, listQuery, readFilters, waitingQuery, writeFilters } from './filters';
import { stableOrder } from './stable-order';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const ids = (list: { id: string }[]) => list.map(({ id }) => id).join('');

describe('stableOrder', () => {
  it('takes the order of the server when nothing is under the cursor', () => {
    expect(ids(stableOrder(rows('a', 'b', 'c'), rows('c', 'a', 'b'), undefined))).toBe('cab');
  });

  it('keeps the row under the cursor where it is when a more pressing one arrives', () => {
    expect(ids(stableOrder(rows('a', 'b', 'c'), rows('x', 'a', 'b', 'c'), 'b'))).toBe('xbac');
  });

  it('lets a row go that is no longer in the list', () => {
    expect(ids(stableOrder(rows('a', 'b', 'c'), rows('a', 'c'), 'b'))).toBe('ac');
  });

  it('keeps it in reach when the list has become shorter', () => {
    expect(ids(stableOrder(rows('a', 'b', 'c'), rows('c', 'a'), 'c'))).toBe('ac');
  });
});

describe('filters', () => {
  it('survive the address', () => {
    const filters = { view: 'toReview', query: 'CHEN', modality: 'CT', organizationId: 'o1', priority: 'urgent' } as const;
    expect(readFilters(writeFilters(filters), 'toRead')).toEqual(filters);
  });

  it('fall back where the address holds nonsense', () => {
    expect(readFilters(new URLSearchParams('view=nonsense&priority=now'), 'toRead')).toEqual({ view: 'toRead' });
  });

  it('ask for emergencies whatever priority was chosen before', () => {
    expect(listQuery({ view: 'emergency', priority: 'routine' })).toMatchObject({ priority: 'emergency' });
  });

  it('stay with the reader from case to case', () => {
    const address = `/worklist?${writeFilters({ view: 'toRead', modality: images, query: '张' }).toString()}`;
    expect(waitingQuery(address, 'write')).toEqual({ modality: images, query: '张', status: 'submitted,amending' });
    expect(waitingQuery('/worklist?view=emergency', 'review')).toEqual({ priority: 'emergency', status: 'written' });
    expect(waitingQuery('', 'write')).toEqual({ status: 'submitted,amending' });
  });

  it('know whether they narrow', () => {
    expect(isNarrowed({ view: 'mine' })).toBe(false);
    expect(isNarrowed({ view: 'mine', modality: 'CT' })).toBe(true);
  });
});
