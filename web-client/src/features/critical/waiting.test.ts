import { describe, expect, it } from 'vitest';
import type { CriticalFinding } from '@/lib/api/schema';
import { actsFor, unanswered } from './waiting';

const finding = (id: string, status: CriticalFinding['status'], raisedAt: string, level: CriticalFinding['level'] = 'critical'): CriticalFinding => ({
  id, version: 1, status, level, item: { name: '张力性气胸' }, finding: '左侧', study: { id: 's', modality: 'CT' },
  organization: { id: 'o', name: '卫生院' }, raisedBy: { id: 'u', name: 'Dr' }, raisedAt, escalations: 0,
});

describe('the critical bar', () => {
  it('shows what nobody has answered, the oldest first, those without a clock last', () => {
    const list = [
      finding('new', 'raised', '2026-11-23T02:05:00Z'),
      finding('soft', 'raised', '2026-11-23T01:00:00Z', 'significant'),
      finding('told', 'notified', '2026-11-23T02:00:00Z'),
      finding('done', 'acknowledged', '2026-11-23T01:00:00Z'),
    ];
    expect(unanswered(list).map(({ id }) => id)).toEqual(['told', 'new', 'soft']);
  });
});

describe('acts', () => {
  const clinic = (permission: string): boolean => permission === 'critical.answer';
  const center = (permission: string): boolean => permission !== 'critical.answer';
  it('let the clinic acknowledge, reach and handle in this order', () => {
    expect(actsFor(finding('a', 'raised', ''), clinic)).toEqual(['acknowledge']);
    expect(actsFor(finding('a', 'acknowledged', ''), clinic)).toEqual(['reach']);
    expect(actsFor(finding('a', 'patientReached', ''), clinic)).toEqual(['handle']);
    expect(actsFor(finding('a', 'handled', ''), clinic)).toEqual([]);
  });
  it('let the center telephone and withdraw, never acknowledge', () => {
    expect(actsFor(finding('a', 'notified', ''), center)).toEqual(['call', 'withdraw']);
    expect(actsFor(finding('a', 'acknowledged', ''), center)).toEqual(['withdraw']);
  });
});
