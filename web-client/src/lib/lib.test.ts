import { describe, expect, it } from 'vitest';
import { fill, search } from './api/call';
import { keys } from './api/keys';
import { staleAfter } from './api/stale';
import { ageOn } from './format/age';
import { bytes } from './format/bytes';
import { counted, isShort, total } from './format/images';
import { brief } from './format/moment';
import { nameOf } from './keyboard/use-shortcuts';
import { randomId } from './random-id';
import { landing, sessionOf } from './session/session';
import { backoff } from './signaling/backoff';
import { pressure, timeLeft } from './time/time-left';

describe('age', () => {
  const on = new Date(2026, 10, 22);
  it('is in years from two on', () => expect(ageOn('1970-11-23', on)).toEqual({ unit: 'years', value: 55 }));
  it('turns on the birthday', () => expect(ageOn('1970-11-22', on)).toEqual({ unit: 'years', value: 56 }));
  it('is in months for toddlers', () => expect(ageOn('2025-10-22', on)).toEqual({ unit: 'months', value: 13 }));
  it('is in days for newborns', () => expect(ageOn('2026-11-20', on)).toEqual({ unit: 'days', value: 2 }));
  it('is unknown for nonsense and for the future', () => {
    expect(ageOn('unknown', on)).toBeUndefined();
    expect(ageOn('2027-01-01', on)).toBeUndefined();
  });
});

describe('time left', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it('counts minutes', () => expect(timeLeft('2026-11-22T10:12:30Z', now)).toEqual({ overdue: false, unit: 'minutes', value: 12 }));
  it('says how late it is', () => expect(timeLeft('2026-11-22T09:57:00Z', now)).toEqual({ overdue: true, unit: 'minutes', value: 3 }));
  it('presses in the last quarter hour', () => {
    expect(pressure('2026-11-22T10:14:00Z', now)).toBe('soon');
    expect(pressure('2026-11-22T10:16:00Z', now)).toBe('calm');
    expect(pressure('2026-11-22T09:59:59Z', now)).toBe('late');
  });
});

describe('formats', () => {
  it('count images', () => {
    const completeness = { received: 187, announced: 240, certainty: 'assumed' } as const;
    expect(counted(completeness)).toBe('187 / 240');
    expect(isShort(completeness)).toBe(true);
    expect(total({ ...completeness, received: 250 })).toBe(250);
  });
  it('give bytes a unit', () => expect([bytes(900), bytes(1536), bytes(5 * 1024 ** 3)]).toEqual(['900 B', '1.5 KiB', '5.0 GiB']));
  it('shorten a moment of today', () => {
    const now = new Date(2026, 10, 22, 18, 0);
    expect(brief(new Date(2026, 10, 22, 9, 5).toISOString(), now)).toBe('09:05');
    expect(brief(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toBe('11-21 09:05');
  });
  it('make ids that look like UUIDs', () => expect(randomId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
});

describe('calls', () => {
  it('fill the path and leave empty parameters out', () => {
    expect(fill('/studies/{id}/match', { id: 'a/b' })).toBe('/studies/a%2Fb/match');
    expect(search({ status: 'a,b', empty: '', none: undefined, mine: false })).toBe('?status=a%2Cb&mine=false');
  });
});

describe('stale', () => {
  it('fetches the draft again only where the request has moved', () => {
    const reaches = (resource: string): boolean => staleAfter(resource, 'x').some((key) => keys.draft('x').slice(0, key.length).join() === key.join());
    expect(['study', 'report', 'patient'].some(reaches)).toBe(false);
    expect(reaches('readingRequest')).toBe(true);
  });
});

describe('shortcuts', () => {
  const press = { key: 'j', code: 'KeyJ', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
  it('leave the input method alone', () => {
    expect(nameOf({ ...press, isComposing: true })).toBeUndefined();
    expect(nameOf({ ...press, key: 'Process' })).toBeUndefined();
  });
  it('name keys with the modifier', () => {
    expect(nameOf(press)).toBe('j');
    expect(nameOf({ ...press, key: 'Enter', ctrlKey: true })).toBe('mod+Enter');
    expect(nameOf({ ...press, key: ' ' })).toBe('space');
    expect(nameOf({ ...press, key: '!', code: 'Digit1', shiftKey: true })).toBe('shift+1');
    expect(nameOf({ ...press, key: '?', code: 'Slash', shiftKey: true })).toBe('?');
    expect(nameOf({ ...press, key: '˜', code: 'KeyN', altKey: true })).toBe('alt+n');
    expect(nameOf({ ...press, key: '€', code: 'KeyE', altKey: true, ctrlKey: true })).toBeUndefined();
  });
});

describe('landing', () => {
  const as = (...permissions: string[]): string =>
    landing(sessionOf({ id: 'u', username: 'u', displayName: 'U', roles: [], permissions, organization: { id: 'o', name: 'O', code: 'O', level: 'center' } }));
  it('is the worklist for readers', () => expect(as('reading.list', 'reading.claim')).toBe('/worklist'));
  it('is the clinic home for technicians', () => expect(as('study.send', 'reading.list', 'report.read')).toBe('/clinic'));
  it('is administration for who sees no patient', () => expect(as('user.administer', 'gateway.administer')).toBe('/admin/users'));
});

describe('backoff', () => {
  it('doubles up to half a minute with jitter of half', () => {
    expect([0, 1, 2, 20].map((attempt) => backoff(attempt, 1))).toEqual([500, 1000, 2000, 30_000]);
    expect(backoff(1, 0)).toBe(500);
  });
});
