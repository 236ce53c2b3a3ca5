import { describe, expect, it } from 'vitest';
import type { Waveform } from './decode';
import { layOut } from './draw';
import { placeOf, pointAt } from './locate';

const names = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const waveform: Waveform = { leads: names.map((name) => ({ name, values: new Float32Array(5000), calibrated: true })), rate: 500, filter: { low: 0.05, high: 150 } };
const settings = { speed: 25, gain: 10 };

describe('a point on an ECG', () => {
  it('comes back from where it lies, whatever the size and scale of the sheet', () => {
    for (const [width, scale] of [[1200, settings], [640, { speed: 50, gain: 20 }]] as const) {
      const sheet = layOut(waveform, scale, width);
      const point = { lead: 'V5', ms: 1840, mV: 0.35 };
      const place = placeOf(waveform, sheet, scale, 1, point);
      expect(place).toBeDefined();
      const back = pointAt(waveform, sheet, scale, 1, place?.x ?? 0, place?.y ?? 0);
      expect(back?.lead).toBe('V5');
      expect(back?.ms).toBeCloseTo(1840, -1);
      expect(back?.mV).toBeCloseTo(0.35, 1);
    }
  });

  it('is nowhere while its time is not on show', () => {
    const sheet = layOut(waveform, settings, 1200);
    expect(placeOf(waveform, sheet, settings, 4, { lead: 'V5', ms: 1000, mV: 0 })).toBeUndefined();
  });

  it('is none beside the paper and on a trace without calibration', () => {
    const sheet = layOut(waveform, settings, 1200);
    expect(pointAt(waveform, sheet, settings, 0, 1, 1)).toBeUndefined();
    const raw: Waveform = { ...waveform, leads: waveform.leads.map((lead) => ({ ...lead, calibrated: false })) };
    expect(pointAt(raw, sheet, settings, 0, 300, 100)).toBeUndefined();
  });
});
