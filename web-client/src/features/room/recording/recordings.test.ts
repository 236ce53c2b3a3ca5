import { describe, expect, it } from 'vitest';
import { contentOf, lastAnswers } from './api';

const answer = (userId: string, agreed: boolean, at: string) => ({ person: { userId, name: userId }, agreed, at });

describe('recordings of a case', () => {
  it('tells what each person said last, in the order they first spoke', () => {
    const consents = [answer('wang', true, '2026-11-23T02:00:00Z'), answer('li', true, '2026-11-23T02:01:00Z'), answer('wang', false, '2026-11-23T02:05:00Z')];
    expect(lastAnswers({ consents })).toEqual([consents[2], consents[1]]);
  });

  it('finds the whole, and a part of it', () => {
    expect(contentOf('r1')).toBe('/api/v1/recordings/r1/content');
    expect(contentOf('r1', 'p/1')).toBe('/api/v1/recordings/r1/content?part=p%2F1');
  });
});
