import { describe, expect, it } from 'vitest';
import type { DicomJson } from './dicomweb/json';
import { entries, prepare } from './dicomweb/prepare';
import { firstPart } from './dicomweb/retrieve';
import { contentOf, sortInstances } from './dicomweb/series';
import { decodeGroup } from './waveform/decode';
import { presetsFor } from './presets';

const instance = (uid: string, number: number, z?: number, more: DicomJson = {}): DicomJson => ({
  '00080018': { vr: 'UI', Value: [uid] },
  '00200013': { vr: 'IS', Value: [number] },
  '00280010': { vr: 'US', Value: [4] },
  '00280011': { vr: 'US', Value: [4] },
  '7FE00010': { vr: 'OW', BulkDataURI: `/dicomweb/studies/1.2/series/1.2.3/instances/${uid}/bulkdata/7FE00010` },
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

  it('takes the instance from the address of the pixels where the data set does not name it', () => {
    const nameless = { ...instance('1.2.3.4', 1), '00080018': undefined };
    const content = contentOf('1.2', '1.2.3', [nameless]);
    expect(content.kind === 'images' && content.frames[0]?.imageId).toContain('/instances/1.2.3.4/frames/1');
  });

  it('shows no image where there are no pixels', () => {
    expect(contentOf('1.2', '1.2.3', [{ ...instance('1.2.3.4', 1), '7FE00010': undefined }]).kind).toBe('other');
  });

  it('knows a waveform and an object without images', () => {
    expect(contentOf('1', '2', [{ '54000100': { vr: 'SQ', Value: [{}] } }]).kind).toBe('waveform');
    expect(contentOf('1', '2', [{ '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.88.11'] } }])).toEqual({ kind: 'other', sopClass: '1.2.840.10008.5.1.4.1.1.88.11' });
  });
});

describe('prepare', () => {
  it('turns palettes into numbers and gives a modality where there is none', async () => {
    const [ready] = await prepare([{ '00281101': { vr: 'US', Value: [2, 0, 16] }, '00281201': { vr: 'OW', InlineBinary: btoa('\x00\x10\x00\x20') } }]);
    expect(ready?.['00281201']?.Value).toEqual([0x1000, 0x2000]);
    expect(ready?.['00080060']?.Value).toEqual(['OT']);
  });

  it('reads palettes of one byte an entry', () => {
    expect(entries(new Uint8Array([1, 2, 3]), [3, 0, 8])).toEqual([1, 2, 3]);
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
