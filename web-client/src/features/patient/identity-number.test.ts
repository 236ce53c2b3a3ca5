import { describe, expect, it } from 'vitest';
import { identityFacts } from './identity-number';

describe('identity number', () => {
  it('gives sex and birth date where the checksum holds', () => {
    expect(identityFacts('11010519491231002X')).toEqual({ sex: 'female', birthDate: '1949-12-31' });
    expect(identityFacts('110105198001010016')).toEqual({ sex: 'male', birthDate: '1980-01-01' });
  });

  it('reads what people type', () => {
    expect(identityFacts('１１０１０５ 19491231 002x')?.birthDate).toBe('1949-12-31');
  });

  it.each(['', '110105194912310021', '11010519491331002X', '110105491231002', '01010519491231002X', '110105202302300018'])('says nothing of %s', (text) => {
    expect(identityFacts(text)).toBeUndefined();
  });
});
