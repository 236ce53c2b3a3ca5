import { describe, expect, it } from 'vitest';
import { safeReturn, signInAddress } from './return-address';

describe('return address', () => {
  it('leads back to where the session ended', () => {
    const address = signInAddress({ pathname: '/cases/1', search: '?a=b' }, true);
    expect(safeReturn(new URL(address, 'http://x').searchParams.get('returnTo'))).toBe('/cases/1?a=b');
  });

  it('never leads to another site', () => {
    for (const bad of ['//evil', 'https://evil', '/\\evil', 'javascript:1', null]) expect(safeReturn(bad)).toBe('/');
  });

  it('never leads to the sign-in page', () => {
    expect(safeReturn('/sign-in?returnTo=/x')).toBe('/');
  });
});
