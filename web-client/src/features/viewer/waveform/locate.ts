import type { Waveform } from './decode';
import { placesOf, rowMm, type Settings, type Sheet } from './draw';

/** A point of a trace: which lead, when, how much. */
export interface TracePoint {
  lead: string;
  ms: number;
  mV: number;
}

/** The point of a trace under a spot of the sheet (CSS pixels); undefined beside the paper or where nothing is calibrated. */
export function pointAt(waveform: Waveform, sheet: Sheet, settings: Settings, start: number, x: number, y: number): TracePoint | undefined {
  const [xMm, yMm] = [x / sheet.perMm, y / sheet.perMm];
  let best: { point: TracePoint; away: number } | undefined;
  for (const { lead, left, middle, seconds } of placesOf(waveform, sheet, settings)) {
    const width = seconds * settings.speed;
    const away = Math.abs(yMm - middle);
    if (!lead.calibrated || xMm < left || xMm > left + width || away > rowMm || (best && best.away <= away)) continue;
    best = { away, point: { lead: lead.name, ms: Math.round((start + (xMm - left) / settings.speed) * 1000), mV: Math.round(((middle - yMm) / settings.gain) * 100) / 100 } };
  }
  return best?.point;
}

/** Where a point of a trace lies on the sheet, in CSS pixels; undefined while it is not on show. */
export function placeOf(waveform: Waveform, sheet: Sheet, settings: Settings, start: number, { lead, ms, mV }: TracePoint): { x: number; y: number } | undefined {
  const seconds = ms / 1000 - start;
  const place = placesOf(waveform, sheet, settings).find((each) => each.lead.name === lead && seconds >= 0 && seconds <= each.seconds);
  if (!place) return undefined;
  return { x: (place.left + seconds * settings.speed) * sheet.perMm, y: (place.middle - mV * settings.gain) * sheet.perMm };
}
