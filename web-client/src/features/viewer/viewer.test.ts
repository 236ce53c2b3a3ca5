import { describe, expect, it } from 'vitest';
import type { DicomJson } from './dicomweb/json';
import { unpacked } from './dicomweb/bits';
import { entries, prepare } from './dicomweb/prepare';
import { firstPart } from './dicomweb/retrieve';
import { contentOf, lowIsBright, sortInstances } from './dicomweb/series';
import { decodeGroup } from './waveform/decode';
import type { Study } from '@/lib/api/schema';
import { activate, arrange, beside, place, single } from './board';
import { roiLines } from './engine/roi-lines';
import { follow, type Track } from './linked-scroll';
import { presetOf, presetsFor, windowsOf } from './presets';
import { priorsOf } from './priors';
import { isUndecodable, syntaxName } from './syntaxes';

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

describe('unpacked', () => {
  it('gives each bit a byte, the lowest bit of a byte first', () => {
    expect([...unpacked([0b0000_0101, 0b1], 9)]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1]);
  });

  it('leaves out the bits that fill the last byte, and what is missing is nothing', () => {
    expect([...unpacked([0xff], 3)]).toEqual([1, 1, 1]);
    expect([...unpacked([0xff], 10)].slice(8)).toEqual([0, 0]);
  });
});

describe('lowIsBright', () => {
  const of = (photometric: string): boolean => lowIsBright({ metadata: { '00280004': { vr: 'CS', Value: [photometric] } } });

  it('holds for MONOCHROME1 alone: only its natural look is an inversion', () => {
    expect([of('MONOCHROME1'), of('MONOCHROME2'), of('RGB'), lowIsBright({ metadata: {} })]).toEqual([true, false, false, false]);
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
  const windows: DicomJson = {
    '00281050': { vr: 'DS', Value: [40, '-600'] }, '00281051': { vr: 'DS', Value: [350, '1500'] }, '00281055': { vr: 'LO', Value: ['SOFT', 'LUNG'] },
  };

  it('offers Hounsfield windows for CT alone', () => {
    expect(presetsFor('CT', {}).some(({ name }) => name === 'lung')).toBe(true);
    expect(presetsFor('US', {}).some(({ name }) => name === 'lung')).toBe(false);
  });

  it('begins with the windows of the file and what it calls them', () => {
    expect(presetsFor('MR', windows).slice(0, 2)).toEqual([
      { name: 'file', width: 350, center: 40, explanation: 'SOFT' },
      { name: 'file', width: 1500, center: -600, explanation: 'LUNG' },
    ]);
  });

  it('offers no window twice', () => {
    expect(presetsFor('CT', windows).filter(({ width, center }) => width === 1500 && center === -600)).toHaveLength(1);
  });

  it('leaves out a window without width', () => {
    expect(windowsOf({ '00281050': { Value: [40] }, '00281051': { Value: [0] } })).toEqual([]);
  });

  it('knows which window is on show, and one set by hand', () => {
    const presets = presetsFor('CT', windows);
    expect(presetOf(presets, 350.4, 39.8)).toBe(0);
    expect(presetOf(presets, 77, 12)).toBe(-1);
  });
});

describe('transfer syntaxes', () => {
  it('fetches no video and says its name', () => {
    expect(isUndecodable('1.2.840.10008.1.2.4.102')).toBe(true);
    expect(isUndecodable('1.2.840.10008.1.2.4.103.1')).toBe(true);
    expect(syntaxName('1.2.840.10008.1.2.4.102')).toContain('H.264');
  });

  it('tries every still image coding', () => {
    for (const uid of ['1.2.840.10008.1.2', '1.2.840.10008.1.2.5', '1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.201']) {
      expect(isUndecodable(uid)).toBe(false);
    }
  });
});

describe('roiLines', () => {
  const words = (key: string, values: Record<string, string>): string => `${key} ${Object.values(values).join(' ')}`;

  it('gives area, mean, deviation and range with the unit', () => {
    const stats = { area: 123.456, areaUnit: 'mm²', mean: 41.26, stdDev: 8.9, min: -12, max: 130.4, modalityUnit: 'HU' };
    expect(roiLines({ cachedStats: { a: stats } }, 'a', words)).toEqual(['area 123 mm²', 'mean 41.3 8.9  HU', 'range -12.0 130  HU']);
  });

  it('says nothing before there is something', () => {
    expect(roiLines({}, 'a', words)).toEqual([]);
  });
});

describe('board', () => {
  const series = ['s1', 's2', 's3'].map((each) => ({ study: 'now', series: each }));

  it('fills new panes with the series that are not shown yet', () => {
    expect(arrange(single('now'), '2x2', series).panes.map((pane) => pane.series)).toEqual([undefined, 's2', 's3', undefined]);
  });

  it('keeps the pane under the hands when the grid shrinks', () => {
    const four = activate(arrange(single('now'), '2x2', series), 2);
    expect(arrange(four, '1x1', series)).toMatchObject({ panes: [{ series: 's3' }], active: 0 });
  });

  it('puts a series where the hands are', () => {
    const two = activate(arrange(single('now'), '1x2', series), 1);
    expect(place(two, { study: 'now', series: 's3' }).panes.map((pane) => pane.series)).toEqual([undefined, 's3']);
  });

  it('shows a prior beside and puts it away again', () => {
    const both = beside(single('now'), 'now', { study: 'then', series: undefined });
    expect(both).toMatchObject({ layout: '1x2', active: 0, linked: true });
    expect(both.panes.map(({ study }) => study)).toEqual(['now', 'then']);
    expect(beside(both, 'now', undefined)).toMatchObject({ layout: '1x1', panes: [{ study: 'now' }] });
  });
});

describe('linked scrolling', () => {
  const track = (places: number[] | undefined, frameOfReference: string, count = places?.length ?? 0): Track => ({ places, frameOfReference, count, direction: places ? 'axial' : undefined });
  const fine = track([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'a');

  it('goes to the same place of the body inside one frame of reference', () => {
    expect(follow({ track: fine, base: 0 }, 6, { track: track([0, 5, 10], 'a'), base: 2 })).toBe(1);
  });

  it('goes the same way in millimetres from where both stood between two examinations', () => {
    expect(follow({ track: fine, base: 2 }, 7, { track: track([100, 105, 110], 'b'), base: 0 })).toBe(1);
  });

  it('counts images where there are no places, and stops at the ends', () => {
    const plain = track(undefined, 'c', 4);
    expect(follow({ track: plain, base: 0 }, 2, { track: plain, base: 1 })).toBe(3);
    expect(follow({ track: plain, base: 0 }, 3, { track: plain, base: 3 })).toBe(3);
  });
});

describe('priorsOf', () => {
  const study = (uid: string, studyDate: string, more: object = {}): Study =>
    ({ studyInstanceUid: uid, studyDate, matched: true, completeness: { received: 1 }, ...more }) as unknown as Study;

  it('offers earlier studies with images, the newest first, never one whose patient is unsettled', () => {
    const items = [
      study('now', '2026-05-01T00:00:00Z'), study('old', '2024-01-01T00:00:00Z'), study('newer', '2026-01-01T00:00:00Z'), study('after', '2026-06-01T00:00:00Z'),
      study('doubtful', '2025-01-01T00:00:00Z', { matched: false }), study('empty', '2025-01-01T00:00:00Z', { completeness: { received: 0 } }),
    ];
    expect(priorsOf(items, 'now').map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['newer', 'old']);
  });
});
