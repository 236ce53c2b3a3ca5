import { expect, it } from 'vitest';
import { inRanges, readDays } from './days';

it('reads days and ranges, and writes them back as ranges', () => {
  const days = readDays('2026-01-01/2026-01-03\n2026-02-28', 2026);
  expect(days).toEqual(['2026-01-01', '2026-01-02', '2026-01-03', '2026-02-28']);
  expect(inRanges(days ?? [])).toBe('2026-01-01/2026-01-03\n2026-02-28');
  expect(readDays('', 2026)).toEqual([]);
});

it('refuses days that are none, that run backwards, or that belong to another year', () => {
  expect(readDays('2026-02-30', 2026)).toBeUndefined();
  expect(readDays('2026-01-03/2026-01-01', 2026)).toBeUndefined();
  expect(readDays('2027-01-01', 2026)).toBeUndefined();
  expect(readDays('元旦', 2026)).toBeUndefined();
});
