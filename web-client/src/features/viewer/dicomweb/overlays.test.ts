import { describe, expect, it } from 'vitest';
import { embedded, overlaysOf, packed, planeFrame } from './overlays';

const us = (...Value: unknown[]) => ({ vr: 'US', Value });
const plane = { '60000010': us(2), '60000011': us(4), '60000050': { vr: 'SS', Value: [3, 5] }, '60000100': us(1), '60000102': us(0), '60003000': { vr: 'OW', InlineBinary: 'gQA=' } };

describe('overlay planes', () => {
  it('are found in their groups, with where they begin', () => {
    const found = overlaysOf({ ...plane, '60020010': us(1), '60020011': us(1), '60023000': { vr: 'OB', BulkDataURI: '/b' } });
    expect(found.map(({ group }) => group)).toEqual(['6000', '6002']);
    expect(found[0]).toMatchObject({ rows: 2, columns: 4, origin: [3, 5], source: { kind: 'element', inline: 'gQA=' } });
    expect(found[1]).toMatchObject({ origin: [1, 1], source: { uri: '/b' } });
  });
  it('may lie in a bit that the pixels leave unused', () => {
    const data = { '00280100': us(16), '60000010': us(1), '60000011': us(2), '60000100': us(16), '60000102': us(12) };
    expect(overlaysOf(data)[0]?.source).toEqual({ kind: 'pixels', bit: 12 });
    expect([...embedded(new Uint8Array([0xff, 0x0f, 0x00, 0x10]), { rows: 1, columns: 2 }, 12)]).toEqual([0, 1]);
  });
  it('without bits or with sizes that lie are no planes', () => {
    expect(overlaysOf({ '60000010': us(2), '60000011': us(4) })).toEqual([]);
    expect(overlaysOf({ ...plane, '60000010': us(65535), '60000011': us(65535) })).toEqual([]);
  });
  it('are packed from the lowest bit on, frame after frame without a gap', () => {
    expect([...packed(new Uint8Array([0x81, 0x00]), { rows: 2, columns: 4 }, 0)]).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
    expect([...packed(new Uint8Array([0b00001010]), { rows: 1, columns: 3 }, 1)]).toEqual([1, 0, 0]);
  });
  it('belong to all frames, or to those that they name', () => {
    expect(planeFrame({ frames: 1, firstFrame: 1 }, 7)).toBe(0);
    expect(planeFrame({ frames: 2, firstFrame: 3 }, 4)).toBe(1);
    expect(planeFrame({ frames: 2, firstFrame: 3 }, 2)).toBeUndefined();
  });
});
