import { describe, expect, it } from 'vitest';
import type { DicomJson } from './dicomweb/json';
import { firstPart } from './dicomweb/retrieve';
import { contentOf, sortInstances } from './dicomweb/series';
import { decodeGroup } from './waveform/decode';
import { presetsFor } from './presets';

const instance = (uid: string, number: number, z?: number, more: DicomJson = {}): DicomJson => ({
  '00080018': { vr: 'UI', Value: [uid] },
  '00200013': { vr: 'IS', Value: [number] },
  '00280010': { vr: 'US', Value: [4] },
  '00280011': { vr: 'US', Value: [4] },
  ...(z === undefined ? {} : { '00200032': { vr: 'DS', Value: [0, 0, z] }, '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] } }),
  ...more,
});
const uids = (list: DicomJson[]): unknown[] => list.map((each) => each['00080018']?.Value?.[0]);

describe('sortInstances', () => {
  it('goes along the slices, starting where the numbering starts', () => {
    expect(uids(sortInstances([instance('b', 2, 20), instance('c', 1, 30), instance('a', 3, 10)]))).toEqual(['c', 'b', 'a']);
  });

  it('goes by number where two slices lie in one place', () => {
    expect(uids(sortInstances([instance('b', 2, 10), instance('a', 1, 10)]))).toEqual(['a', 'b']);
  });

  it('goes by number without geometry', () => {
    expect(uids(sortInstances([instance('b', 10), instance('a', 9)]))).toEqual(['a', 'b']);
  });
});

describe('contentOf', () => {
  it('gives each frame of a multiframe object its own image', () => {
    const content = contentOf('1.2', '1.2.3', [instance('1.2.3.4', 1, undefined, { '00280008': { Value: [3] }, '00181063': { Value: [40] } })]);
    expect(content).toMatchObject({ kind: 'images', frameRate: 25 });
    expect(content.kind === 'images' && content.frames.map(({ imageId }) => imageId)[2]).toBe(
      'wadors:/dicomweb/studies/1.2/series/1.2.3/instances/1.2.3.4/frames/3',
    );
  });

  it('knows a waveform and an object without images', () => {
    expect(contentOf('1', '2', [{ '54000100': { vr: 'SQ', Value: [{}] } }]).kind).toBe('waveform');
    expect(contentOf('1', '2', [{ '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.88.11'] } }])).toEqual({ kind: 'other', sopClass: '1.2.840.10008.5.1.4.1.1.88.11' });
  });
});

describe('decodeGroup', () => {
  const channel = (name: string, calibrated: boolean): DicomJson => ({
    '003A0208': { Value: [{ '00080104': { Value: [`Lead ${name} (Einthoven)`] } }] },
    ...(calibrated ? { '003A0210': { Value: [2.5] }, '003A0211': { Value: [{ '00080100': { Value: ['uV'] } }] }, '003A0212': { Value: [1] }, '003A0213': { Value: [0] } } : {}),
  });
  const group = (calibrated: boolean): DicomJson => ({
    '003A0005': { Value: [2] }, '003A0010': { Value: [2] }, '003A001A': { Value: [500] }, '54001004': { Value: [16] }, '54001006': { Value: ['SS'] },
    '003A0200': { Value: [channel('I', calibrated), channel('II', calibrated)] },
  });
  const bytes = new Uint8Array(new Int16Array([400, -400, 800, 0]).buffer);

  it('takes interleaved samples apart and scales them to millivolts', () => {
    const waveform = decodeGroup(group(true), bytes);
    expect(waveform?.leads.map(({ name }) => name)).toEqual(['I', 'II']);
    expect([...(waveform?.leads[0]?.values ?? [])]).toEqual([1, 2]);
    expect([...(waveform?.leads[1]?.values ?? [])]).toEqual([-1, 0]);
  });

  it('marks leads without a scale as not measurable', () => {
    expect(decodeGroup(group(false), bytes)?.leads.every(({ calibrated }) => !calibrated)).toBe(true);
  });

  it('stops at the end of what is there', () => {
    expect(decodeGroup(group(true), bytes.subarray(0, 4))?.leads[0]?.values).toHaveLength(1);
  });
});

describe('firstPart', () => {
  it('unwraps a multipart body, line breaks inside the data kept', () => {
    const body = new TextEncoder().encode('--b\r\nContent-Type: application/octet-stream\r\n\r\nda\r\nta\r\n--b--\r\n');
    expect(new TextDecoder().decode(firstPart(body, 'b'))).toBe('da\r\nta');
  });
});

describe('presetsFor', () => {
  it('offers Hounsfield windows for CT alone', () => {
    expect(presetsFor('CT').some(({ name }) => name === 'lung')).toBe(true);
    expect(presetsFor('US').some(({ name }) => name === 'lung')).toBe(false);
  });
});
