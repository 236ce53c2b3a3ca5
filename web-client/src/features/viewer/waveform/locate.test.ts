import { describe, expect, it } from 'vitest';
import type { Waveform } from './decode';
import { layOut, type Settings } from './layout';
import { standardLeads } from './leads';
import { placeOf, pointAt, type Shown } from './locate';

const waveform: Waveform = {
  label: 'RHYTHM',
  leads: standardLeads.map((name) => ({ name, values: new Float32Array(5000), calibrated: true, status: [], derived: false })),
  rate: 500,
  filter: { low: 0.05, high: 150, notch: undefined },
};
const plain: Settings = { speed: 25, gain: 10, layout: '6x2' };
const shown = (settings: Settings, more: Partial<Shown> = {}): Shown => ({ sheet: layOut(waveform, settings), settings, start: 0, perMm: 4, ...more });

describe('a point on an ECG', () => {
  it('comes back from where it lies, whatever layout, size and scale of the sheet', () => {
    for (const [settings, perMm] of [[plain, 4.2], [{ speed: 50, gain: 20, layout: '12x1' }, 2.4], [{ speed: 25, gain: 5, layout: '3x4' }, 3.8]] as const) {
      const on = shown(settings, { perMm });
      // V5 stands in the last column of 3×4 and 6×2
      const point = { lead: 'V5', ms: settings.layout === '12x1' ? 1840 : 8840, mV: 0.35 };
      const place = placeOf(on, point);
      expect(place).toBeDefined();
      const back = pointAt(on, place?.x ?? 0, place?.y ?? 0);
      expect(back?.lead).toBe('V5');
      expect(back?.ms).toBeCloseTo(point.ms, -1);
      expect(back?.mV).toBeCloseTo(0.35, 1);
    }
  });

  it('is nowhere while its time is not on show', () => {
    expect(placeOf(shown(plain), { lead: 'I', ms: 6000, mV: 0 })).toBeUndefined();
    expect(placeOf(shown(plain, { start: 4 }), { lead: 'I', ms: 1000, mV: 0 })).toBeUndefined();
  });

  it('is none beside the paper and on a trace without calibration', () => {
    expect(pointAt(shown(plain), 1, 1)).toBeUndefined();
    const raw: Waveform = { ...waveform, leads: waveform.leads.map((lead) => ({ ...lead, calibrated: false })) };
    expect(pointAt({ ...shown(plain), sheet: layOut(raw, plain) }, 300, 100)).toBeUndefined();
  });
});

describe('a sheet', () => {
  it('has twelve leads and lead II below in 3×4, each row with its pulse, time running on from column to column', () => {
    const { places, widthMm } = layOut(waveform, { speed: 25, gain: 10, layout: '3x4' });
    expect(places).toHaveLength(13);
    expect(places.filter(({ first }) => first)).toHaveLength(4);
    expect(places.map(({ from }) => from).slice(0, 12)).toEqual([0, 0, 0, 2.5, 2.5, 2.5, 5, 5, 5, 7.5, 7.5, 7.5]);
    expect(places.at(-1)).toMatchObject({ lead: { name: 'II' }, seconds: 10 });
    expect(widthMm).toBe(269);
  });

  it('fits a page: less time at twice the speed, rows closer', () => {
    const room = { widthMm: 281, heightMm: 168 };
    for (const layout of ['3x4', '6x2', '12x1'] as const) {
      const sheet = layOut(waveform, { speed: 50, gain: 20, layout }, room);
      expect(sheet.widthMm).toBeLessThanOrEqual(room.widthMm);
      expect(sheet.heightMm).toBeLessThanOrEqual(room.heightMm + 0.001);
      expect(sheet.seconds).toBe(5);
    }
  });
});
