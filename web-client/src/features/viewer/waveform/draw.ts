import { paper } from '@/lib/theme/tokens';
import type { Waveform } from './decode';
import { range } from './health';
import { type Place, pulseMm, type Settings, type Sheet } from './layout';

/** Draws paper and traces with so many pixels a millimetre; the grid is in true proportion to the trace: 1 mm fine, 5 mm bold. */
export function draw(context: CanvasRenderingContext2D, rate: Waveform['rate'], sheet: Sheet, settings: Settings, start: number, perMm: number): void {
  context.fillStyle = paper.ground;
  context.fillRect(0, 0, sheet.widthMm * perMm, sheet.heightMm * perMm);
  if (perMm >= 2) grid(context, sheet, 1, paper.fine, perMm * 0.1, perMm);
  grid(context, sheet, 5, paper.bold, perMm * 0.18, perMm);
  context.lineJoin = 'round';
  for (const place of sheet.places) {
    if (place.first) pulse(context, place, settings, perMm);
    else divider(context, place, perMm);
    trace(context, rate, place, settings, start, perMm);
  }
}

/** 1 mV high, 5 mm long, on the line of 0 mV. */
function pulse(context: CanvasRenderingContext2D, { left, middle, lead }: Place, { gain }: Settings, perMm: number): void {
  if (!lead.calibrated) return;
  const at = left - pulseMm + 1;
  const points: [number, number][] = [[at, 0], [at + 1, 0], [at + 1, gain], [at + 6, gain], [at + 6, 0], [at + 7, 0]];
  context.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x * perMm, (middle - y) * perMm) : context.lineTo(x * perMm, (middle - y) * perMm)));
  context.strokeStyle = paper.trace;
  context.lineWidth = perMm * 0.25;
  context.stroke();
}

function divider(context: CanvasRenderingContext2D, { left, middle }: Place, perMm: number): void {
  context.beginPath();
  context.moveTo(left * perMm, (middle - 3) * perMm);
  context.lineTo(left * perMm, (middle + 3) * perMm);
  context.strokeStyle = paper.words;
  context.lineWidth = perMm * 0.2;
  context.stroke();
}

function trace(context: CanvasRenderingContext2D, rate: number, place: Place, settings: Settings, start: number, perMm: number): void {
  const { lead, left, middle } = place;
  const gain = lead.calibrated ? settings.gain : fitGain(lead.values);
  const first = Math.round((start + place.from) * rate);
  const last = Math.min(lead.values.length, first + Math.round(place.seconds * rate) + 1);
  context.beginPath();
  let pen = false;
  for (let sample = first; sample < last; sample++) {
    const value = lead.values[sample] ?? NaN;
    if (Number.isNaN(value)) {
      pen = false;
      continue;
    }
    const x = (left + ((sample - first) / rate) * settings.speed) * perMm;
    const y = (middle - value * gain) * perMm;
    if (pen) context.lineTo(x, y);
    else context.moveTo(x, y);
    pen = true;
  }
  context.strokeStyle = paper.trace;
  context.lineWidth = Math.max(1, perMm * 0.28);
  context.stroke();
  context.font = `600 ${Math.max(11, perMm * 3.2)}px system-ui, sans-serif`;
  const [x, y] = [(left + 0.8) * perMm, (middle - 9) * perMm];
  const name = lead.derived ? `${lead.name}*` : lead.name;
  context.strokeStyle = paper.ground;
  context.lineWidth = 3;
  context.strokeText(name, x, y);
  context.fillStyle = paper.words;
  context.fillText(name, x, y);
}

function grid(context: CanvasRenderingContext2D, sheet: Sheet, every: number, colour: string, width: number, perMm: number): void {
  const { widthMm, heightMm } = sheet;
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
  context.lineWidth = Math.max(0.5, width);
  context.stroke();
}

/** Uncalibrated raw values are fitted into the row; nothing may be measured on them. */
function fitGain(values: Float32Array): number {
  const { least, most } = range(values);
  return 14 / Math.max(1, Math.abs(least), Math.abs(most));
}
