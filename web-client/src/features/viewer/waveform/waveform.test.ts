import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../dicomweb/json';
import { findingsOf } from './annotations';
import { measure } from './caliper';
import { decodeGroup, type Lead } from './decode';
import { filtered } from './filter';
import { troubles } from './health';

const coded = (code: string, meaning: string): DicomJson => ({ '00080100': { vr: 'SH', Value: [code] }, '00080104': { vr: 'LO', Value: [meaning] } });
const sq = (...items: DicomJson[]): { vr: string; Value: DicomJson[] } => ({ vr: 'SQ', Value: items });
const channel = (code: string, more: DicomJson = {}): DicomJson => ({
  '003A0208': sq(coded(code, 'whatever')), '003A0210': { vr: 'DS', Value: [2] }, '003A0211': sq(coded('uV', 'microvolt')), '003A0212': { vr: 'DS', Value: [1.5] }, ...more,
});
const group = (channels: DicomJson[], samples: number): DicomJson => ({
  '003A0005': { vr: 'US', Value: [channels.length] }, '003A0010': { vr: 'UL', Value: [samples] }, '003A001A': { vr: 'DS', Value: [500] }, '003A0200': sq(...channels),
  '54001004': { vr: 'US', Value: [16] }, '54001006': { vr: 'CS', Value: ['SS'] }, '5400100A': { vr: 'OW', InlineBinary: btoa('\x00\x80') },
});
const bytes = (values: number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);
const sine = (hertz: number, rate = 500, seconds = 10): Float32Array => Float32Array.from({ length: rate * seconds }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / rate));
const lead = (values: Float32Array, name = 'I'): Lead => ({ name, values, calibrated: true, status: [], derived: false });
/** In the middle, away from the edges. */
const amplitude = (values: Float32Array): number => Math.max(...values.subarray(1500, 3500));

describe('a multiplex group', () => {
  it('is sensitivity times correction plus baseline, in the unit of the file', () => {
    const waveform = decodeGroup(group([channel('2:1', { '003A0213': { vr: 'DS', Value: [100] } })], 2), bytes([100, -200]));
    // 100 × 2 µV × 1.5 + 100 µV
    expect(waveform?.leads[0]?.values[0]).toBeCloseTo(0.4, 6);
    expect(waveform?.leads[0]?.values[1]).toBeCloseTo(-0.5, 6);
  });

  it('stands in the usual order whatever the order of channels, and gaps are none of the values', () => {
    const waveform = decodeGroup(group([channel('2:4'), channel('5.6.3-9-1'), channel('2:2')], 2), bytes([1, 2, 3, -32768, 5, 6]));
    expect(waveform?.leads.slice(0, 3).map(({ name }) => name)).toEqual(['I', 'II', 'III']);
    expect(waveform?.leads.find(({ name }) => name === 'V2')?.values[1]).toBeNaN();
  });

  it('gets the limb leads from I and II where a device sends eight', () => {
    const waveform = decodeGroup(group([channel('2:1'), channel('2:2'), channel('2:3')], 1), bytes([100, 300, 0]));
    const of = (name: string): number | undefined => waveform?.leads.find((each) => each.name === name)?.values[0];
    expect(of('III')).toBeCloseTo(0.6, 5);
    expect(of('aVR')).toBeCloseTo(-0.6, 5);
    expect(of('aVL')).toBeCloseTo(-0.15, 5);
    expect(of('aVF')).toBeCloseTo(0.75, 5);
    expect(waveform?.leads.find(({ name }) => name === 'III')?.derived).toBe(true);
  });
});

describe('what is wrong with leads', () => {
  it('is told by the device and by the samples', () => {
    const waveform = decodeGroup(group([channel('2:1', { '003A0205': { vr: 'CS', Value: ['DISCONNECTED'] } }), channel('2:3'), channel('2:4')], 3), bytes([0, 5, -32768, 0, 5, -32768, 0, 5, -32768]));
    const found = troubles(waveform ?? { label: undefined, leads: [], rate: 1, filter: { low: undefined, high: undefined, notch: undefined } });
    expect(found.get('off')).toEqual(['I', 'V2']);
    expect(found.get('flat')).toEqual(['V1']);
    expect(found.get('missing')).toContain('aVF');
  });
});

describe('a display filter', () => {
  it('lets a heart through and takes muscle and mains away', () => {
    expect(amplitude(filtered(lead(sine(5)), 500, { band: 'muscle', notch: true }).values)).toBeCloseTo(1, 1);
    expect(amplitude(filtered(lead(sine(120)), 500, { band: 'muscle', notch: false }).values)).toBeLessThan(0.05);
    expect(amplitude(filtered(lead(sine(50)), 500, { band: 'none', notch: true }).values)).toBeLessThan(0.05);
    expect(amplitude(filtered(lead(sine(0.05)), 500, { band: 'wander', notch: false }).values)).toBeLessThan(0.2);
  });

  it('moves nothing in time and leaves the samples as they are without a choice', () => {
    const pulse = lead(Float32Array.from({ length: 5000 }, (_, at) => Math.exp(-(((at - 2500) / 12) ** 2))));
    expect(filtered(pulse, 500, { band: 'none', notch: false })).toBe(pulse);
    const { values } = filtered(pulse, 500, { band: 'muscle', notch: false });
    expect(values.indexOf(Math.max(...values))).toBe(2500);
  });

  it('keeps an offset out of the edges', () => {
    const { values } = filtered(lead(new Float32Array(5000).fill(2)), 500, { band: 'muscle', notch: true });
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.3);
  });
});

describe('a caliper', () => {
  it('tells time, rate from beat to beat, and height', () => {
    expect(measure({ from: { lead: 'II', ms: 1000, mV: 0.1 }, to: { lead: 'II', ms: 1800, mV: 1.3 } })).toEqual({ ms: 800, perMinute: 75, mV: 1.2 });
    expect(measure({ from: { lead: 'II', ms: 1000, mV: 0 }, to: { lead: 'II', ms: 920, mV: 0 } })).toEqual({ ms: 80, perMinute: undefined, mV: 0 });
  });
});

describe('annotations', () => {
  it('are statements, measurements with their unit, and points on the traces', () => {
    const object: DicomJson = {
      '0040B020': sq(
        { '00700006': { vr: 'ST', Value: ['Sinus rhythm'] }, '0040A0B0': { vr: 'US', Value: [1, 0] } },
        { '0040A043': sq(coded('2:16016', 'Heart Rate')), '0040A30A': { vr: 'DS', Value: [61] }, '004008EA': sq(coded('/min', 'beats per minute')) },
        { '0040A043': sq(coded('5.10.3-1', 'P onset')), '0040A132': { vr: 'UL', Value: [300] }, '0040A0B0': { vr: 'US', Value: [2, 0] } },
      ),
      '00400555': sq({ '0040A043': sq(coded('5.4.5-33-1', 'Electrode Placement')), '0040A168': sq(coded('5.4.5-33-1-1', 'Standard')) }),
    };
    expect(findingsOf(object)).toEqual({
      statements: ['Sinus rhythm'],
      measurements: [{ code: '2:16016', name: 'Heart Rate', value: '61', unit: '/min' }],
      marks: [{ group: 2, sample: 299, ms: undefined, label: 'P onset' }],
      context: [{ name: 'Electrode Placement', nameCode: '5.4.5-33-1', value: 'Standard', valueCode: '5.4.5-33-1-1' }],
    });
  });
});
