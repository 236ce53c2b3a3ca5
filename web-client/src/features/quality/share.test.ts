import { expect, it } from 'vitest';
import { share, signed } from './share';

it('counts what went back apart from what was signed', () => {
  expect(signed({ a: 3, b: 1, c: 0, rejected: 1 })).toBe(5);
});

it('divides nothing by nothing', () => {
  expect(share(0, 0)).toBe('–');
  expect(share(1, 3)).toBe('33%');
});
