import { paper } from '@/lib/theme/tokens';
import type { Lead, Waveform } from './decode';

export interface Sheet {
  /** CSS pixels per millimetre of paper. */
  perMm: number;
  widthMm: number;
  heightMm: number;
  columns: number;
  rows: number;
  secondsPerColumn: number;
  /** Index of the lead that runs along the bottom over the whole width; lead II where there is one. */
  rhythm: number | undefined;
}

export interface Settings {
  /** mm/s */
  speed: number;
  /** mm/mV */
  gain: number;
}

/** Height of a lead's row. */
export const rowMm = 22;
const marginMm = 6;

/** Lays twelve leads out in two columns (limb, chest), fewer in one; both columns show the same stretch of time from the start. */
export function layOut(waveform: Waveform, settings: Settings, availablePx: number): Sheet {
  const columns = waveform.leads.length > 6 ? 2 : 1;
  const rows = Math.ceil(waveform.leads.length / columns);
  const seconds = Math.max(...waveform.leads.map((lead) => lead.values.length), 1) / waveform.rate;
  const secondsPerColumn = columns === 2 ? Math.min(seconds, 5) : Math.min(Math.max(seconds, 2), 10);
  const widthMm = marginMm * 2 + columns * secondsPerColumn * settings.speed + (columns - 1) * marginMm;
  const second = waveform.leads.findIndex(({ name }) => name === 'II');
  const rhythm = columns === 2 && seconds > secondsPerColumn ? Math.max(0, second) : undefined;
  const heightMm = marginMm * 2 + (rows + (rhythm === undefined ? 0 : 1)) * rowMm;
  return { perMm: availablePx / widthMm, widthMm, heightMm, columns, rows, secondsPerColumn, rhythm };
}

/** Draws paper and traces; the grid is in true proportion to the trace: 1 mm fine, 5 mm bold. */
export function draw(context: CanvasRenderingContext2D, waveform: Waveform, sheet: Sheet, settings: Settings, startSeconds: number): void {
  const { perMm } = sheet;
  context.fillStyle = paper.ground;
  context.fillRect(0, 0, sheet.widthMm * perMm, sheet.heightMm * perMm);
  grid(context, sheet, 1, paper.fine, 0.5);
  grid(context, sheet, 5, paper.bold, 0.8);
  context.font = '600 13px system-ui, sans-serif';
  for (const place of placesOf(waveform, sheet, settings)) trace(context, waveform.rate, place, sheet, settings, startSeconds);
}

/** Where a lead is drawn, in millimetres: its left end, its line of 0 mV, and how much time it shows. */
export interface Place {
  lead: Lead;
  left: number;
  middle: number;
  seconds: number;
}

export function placesOf(waveform: Waveform, sheet: Sheet, settings: Settings): Place[] {
  const middle = (row: number): number => marginMm + (row + 0.55) * rowMm;
  const places = waveform.leads.map((lead, index) => ({
    lead,
    left: marginMm + Math.floor(index / sheet.rows) * (sheet.secondsPerColumn * settings.speed + marginMm),
    middle: middle(index % sheet.rows),
    seconds: sheet.secondsPerColumn,
  }));
  const rhythm = sheet.rhythm === undefined ? undefined : waveform.leads[sheet.rhythm];
  if (rhythm) places.push({ lead: rhythm, left: marginMm, middle: middle(sheet.rows), seconds: (sheet.widthMm - 2 * marginMm) / settings.speed });
  return places;
}

function trace(context: CanvasRenderingContext2D, rate: number, place: Place, { perMm }: Sheet, settings: Settings, start: number): void {
  const { lead, middle } = place;
  context.fillStyle = paper.words;
  context.fillText(lead.name, place.left * perMm, (middle - rowMm * 0.36) * perMm);
  const gain = lead.calibrated ? settings.gain : fitGain(lead.values);
  const first = Math.round(start * rate);
  const last = Math.min(lead.values.length, first + Math.round(place.seconds * rate));
  context.beginPath();
  for (let sample = first; sample < last; sample++) {
    const x = (place.left + ((sample - first) / rate) * settings.speed) * perMm;
    const y = (middle - (lead.values[sample] ?? 0) * gain) * perMm;
    if (sample === first) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.strokeStyle = paper.trace;
  context.lineWidth = 1.1;
  context.lineJoin = 'round';
  context.stroke();
}

function grid(context: CanvasRenderingContext2D, sheet: Sheet, every: number, colour: string, width: number): void {
  const { perMm, widthMm, heightMm } = sheet;
  context.beginPath();
  for (let x = 0; x <= widthMm; x += every) {
    context.moveTo(x * perMm, 0);
    context.lineTo(x * perMm, heightMm * perMm);
  }
  for (let y = 0; y <= heightMm; y += every) {
    context.moveTo(0, y * perMm);
    context.lineTo(widthMm * perMm, y * perMm);
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Uncalibrated raw values are fitted into the row; nothing may be measured on them. */
function fitGain(values: Float32Array): number {
  let most = 1;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return (rowMm * 0.4) / most;
}
