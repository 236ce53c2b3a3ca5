import type { Lead } from './decode';

/** Filters for looking at a trace; the samples stay as they are. */
export const bands = { none: undefined, wide: { low: 0.05, high: 150 }, muscle: { low: 0.05, high: 40 }, wander: { low: 0.5, high: 40 } } as const;
export type Band = keyof typeof bands;

export interface FilterChoice {
  band: Band;
  /** Mains at 50 Hz taken out. */
  notch: boolean;
}

export const unfiltered: FilterChoice = { band: 'none', notch: false };

interface Biquad {
  b: [number, number, number];
  a: [number, number];
}

/** Second-order sections after the bilinear transform (Butterworth; the notch with a quality of 25). */
function section(kind: 'low' | 'high' | 'notch', hertz: number, rate: number): Biquad | undefined {
  if (hertz >= rate * 0.49) return undefined;
  const omega = (2 * Math.PI * hertz) / rate;
  const [cos, sin] = [Math.cos(omega), Math.sin(omega)];
  const alpha = sin / (2 * (kind === 'notch' ? 25 : Math.SQRT1_2));
  const a0 = 1 + alpha;
  const b: Record<typeof kind, [number, number, number]> = {
    low: [(1 - cos) / 2, 1 - cos, (1 - cos) / 2],
    high: [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2],
    notch: [1, -2 * cos, 1],
  };
  return { b: b[kind].map((each) => each / a0) as [number, number, number], a: [(-2 * cos) / a0, (1 - alpha) / a0] };
}

/** A copy of the lead as the filter shows it: forwards and backwards, so that nothing moves in time. Gaps stay gaps. */
export function filtered(lead: Lead, rate: number, { band, notch }: FilterChoice): Lead {
  const limits = bands[band];
  const sections = [limits && section('high', limits.low, rate), limits && section('low', limits.high, rate), notch ? section('notch', 50, rate) : undefined].filter((each) => each !== undefined);
  if (sections.length === 0) return lead;
  const gap = lead.values.map((value) => (Number.isNaN(value) ? 1 : 0));
  let values: Float64Array = Float64Array.from(bridged(lead.values));
  for (const each of sections) values = pass(pass(values, each, rate).reverse(), each, rate).reverse();
  return { ...lead, values: Float32Array.from(values, (value, at) => (gap[at] ? NaN : value)) };
}

/** Gaps hold the last value, so that they do not ring. */
function bridged(values: Float32Array): Float32Array {
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  return values.map((value) => (last = Number.isNaN(value) ? last : value));
}

/** One direction; begun on its own mirror image, so that the edges do not swing. */
function pass(values: Float64Array, { b, a }: Biquad, rate: number): Float64Array {
  const lead = Math.min(values.length - 1, Math.round(rate * 4));
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  const step = (x: number): number => {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  };
  // what the mean of the beginning settles to: all of it for low-pass and notch, nothing for high-pass
  const begin = values.subarray(0, lead + 1).reduce((sum, value) => sum + value, 0) / (lead + 1);
  const gain = (b[0] + b[1] + b[2]) / (1 + a[0] + a[1]);
  [x1, x2, y1, y2] = [begin, begin, begin * gain, begin * gain];
  for (let at = lead; at > 0; at--) step(values[at] ?? 0);
  return values.map(step);
}
