import { describe, expect, it } from 'vitest';
import { standing } from './qualifications';

describe('a qualification', () => {
  const year = { from: '2026-01-01', until: '2026-12-31' };
  it('holds on its first and its last day', () => {
    expect(standing(year, new Date(2026, 0, 1, 0, 5))).toBe('valid');
    expect(standing(year, new Date(2026, 11, 31, 23, 55))).toBe('valid');
  });
  it('does not hold before, after, or once it is withdrawn', () => {
    expect(standing(year, new Date(2025, 11, 31))).toBe('coming');
    expect(standing(year, new Date(2027, 0, 1))).toBe('expired');
    expect(standing({ ...year, withdrawnAt: '2026-03-01T00:00:00Z' }, new Date(2026, 5, 1))).toBe('withdrawn');
  });
});
