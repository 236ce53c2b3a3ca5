import { describe, expect, it } from 'vitest';
import type { Patient } from '@/lib/api/schema';
import { compare, factsOf } from './comparison';

const patient = (more: Partial<Patient>): Patient => ({
  id: 'a', version: 1, name: '王小东', sex: 'male', organization: { id: 'o', name: '甲卫生院' }, matched: false, ...more,
});

describe('comparison of two patients', () => {
  it('sees through spaces, case and full-width forms', () => {
    expect(compare({ name: 'Wang Xiaodong' }, { name: 'WANG　XIAODONG' }, 'name')).toBe('agrees');
    expect(compare({ localId: 'Ａ１２' }, { localId: 'A12' }, 'localId')).toBe('agrees');
  });

  it('calls a fact that one lacks missing, not different', () => {
    expect(compare(factsOf(patient({ sex: 'unknown' })), factsOf(patient({})), 'sex')).toBe('missing');
    expect(compare(factsOf(patient({})), factsOf(patient({})), 'birthDate')).toBeUndefined();
  });

  it('tells different persons apart and does not judge where they were registered', () => {
    const other = factsOf(patient({ birthDate: '1980-01-03', organization: { id: 'p', name: '乙卫生院' }, issuer: 'DX1' }));
    const one = factsOf(patient({ birthDate: '1980-01-02', issuer: 'CT1' }));
    expect(compare(one, other, 'birthDate')).toBe('differs');
    expect(compare(one, other, 'organization')).toBeUndefined();
    expect(compare(one, other, 'issuer')).toBeUndefined();
  });
});
