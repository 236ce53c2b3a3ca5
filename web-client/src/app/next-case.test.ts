import { describe, expect, it } from 'vitest';
import type { ReadingRequest } from '@/lib/api/schema';
import { chooseNext } from './next-case';

const waiting = (id: string, more: Partial<ReadingRequest> = {}) => ({ id, status: 'submitted', priority: 'routine', ...more }) as ReadingRequest;

describe('the next case', () => {
  it('is the next one of the list that the reader came from', () => {
    expect(chooseNext([waiting('a'), waiting('b'), waiting('c')], 'b', ['a', 'b', 'c'], 'me')).toBe('c');
  });

  it('is an emergency that has come since', () => {
    expect(chooseNext([waiting('c'), waiting('x', { priority: 'emergency' })], 'b', ['b', 'c'], 'me')).toBe('x');
  });

  it('is none that another reader holds, nor one to review that I have written', () => {
    const other = waiting('c', { claimedBy: { id: 'you' } as ReadingRequest['claimedBy'] });
    const mine = waiting('d', { status: 'written', writer: { id: 'me' } as ReadingRequest['writer'] });
    expect(chooseNext([other, mine], 'b', ['b', 'c', 'd'], 'me')).toBeUndefined();
  });

  it('is the most pressing one when the list is at its end', () => {
    expect(chooseNext([waiting('a')], 'b', ['a', 'b'], 'me')).toBe('a');
  });
});
