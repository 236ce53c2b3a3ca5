import type { Place, Settings, Sheet } from './layout';

/** A point of a trace: which lead, when, how much. */
export interface TracePoint {
  lead: string;
  ms: number;
  mV: number;
}

/** What a sheet shows: laid out how, from which second, with how many CSS pixels a millimetre. */
export interface Shown {
  sheet: Sheet;
  settings: Settings;
  start: number;
  perMm: number;
}

/** The place under a spot of the sheet (CSS pixels); undefined beside the traces or where nothing is calibrated. */
export function placeAt({ sheet, settings, perMm }: Shown, x: number, y: number): Place | undefined {
  const [xMm, yMm] = [x / perMm, y / perMm];
  let best: { place: Place; away: number } | undefined;
  for (const place of sheet.places) {
    const away = Math.abs(yMm - place.middle);
    const inside = xMm >= place.left && xMm <= place.left + place.seconds * settings.speed;
    if (place.lead.calibrated && inside && away <= sheet.rowMm && (!best || away < best.away)) best = { place, away };
  }
  return best?.place;
}

/** The point of the trace's own scales under a spot, held within its place. */
export function pointIn({ settings, start, perMm }: Shown, place: Place, x: number, y: number): TracePoint {
  const since = Math.max(0, Math.min(place.seconds, (x / perMm - place.left) / settings.speed));
  return { lead: place.lead.name, ms: Math.round((start + place.from + since) * 1000), mV: Math.round(((place.middle - y / perMm) / settings.gain) * 100) / 100 };
}

export function pointAt(shown: Shown, x: number, y: number): TracePoint | undefined {
  const place = placeAt(shown, x, y);
  return place && pointIn(shown, place, x, y);
}

/** Where a point of a trace lies on the sheet, in CSS pixels; undefined while it is not on show. */
export function placeOf(shown: Shown, { lead, ms, mV }: TracePoint): { x: number; y: number } | undefined {
  const { sheet, settings, start, perMm } = shown;
  const since = (each: Place): number => ms / 1000 - start - each.from;
  const place = sheet.places.find((each) => each.lead.name === lead && since(each) >= -0.0005 && since(each) <= each.seconds + 0.0005);
  if (!place) return undefined;
  return { x: (place.left + since(place) * settings.speed) * perMm, y: (place.middle - mV * settings.gain) * perMm };
}
