import type { Lead, Waveform } from './decode';
import { seconds as secondsOf } from './decode';

/** Rows × columns; the first with lead II below over the whole width. */
export const layoutNames = ['3x4', '6x2', '12x1'] as const;
export type SheetLayout = (typeof layoutNames)[number];
const columnsOf: Record<SheetLayout, number> = { '3x4': 4, '6x2': 2, '12x1': 1 };

export interface Settings {
  /** mm/s */
  speed: number;
  /** mm/mV */
  gain: number;
  layout: SheetLayout;
}

/** Where a lead is drawn, in millimetres: its left end, its line of 0 mV; and which stretch of time it shows. */
export interface Place {
  lead: Lead;
  left: number;
  middle: number;
  /** Seconds after the start of the sheet. */
  from: number;
  seconds: number;
  /** The first place of its row: a calibration pulse stands before it. */
  first: boolean;
}

/** A sheet of paper, in millimetres. */
export interface Sheet {
  widthMm: number;
  heightMm: number;
  rowMm: number;
  /** Time that the sheet shows. */
  seconds: number;
  places: Place[];
}

export const marginMm = 5;
/** Room for the calibration pulse before a row. */
export const pulseMm = 9;
/** What a sheet shows at a time. */
export const pageSeconds = 10;
const emptySeconds = 1;

/** Room that a sheet of paper gives to the traces. */
export interface Room {
  widthMm: number;
  heightMm: number;
}

/**
 * Lays the leads out; columns follow one another in time, as on paper. Fewer than seven leads stand below one another. Within a
 * `room` less time is shown and rows stand closer until all of it fits.
 */
export function layOut(waveform: Waveform, settings: Settings, room?: Room): Sheet {
  const { leads } = waveform;
  const length = secondsOf(waveform);
  // a mean beat is shown whole in each place
  const beat = length < 2;
  const columns = leads.length < 7 ? 1 : columnsOf[settings.layout];
  const most = room ? Math.min(pageSeconds, Math.floor((room.widthMm - 2 * marginMm - pulseMm) / settings.speed)) : pageSeconds;
  const seconds = beat ? Math.max(length, emptySeconds / 2) * columns : Math.min(Math.max(length, emptySeconds), most);
  const each = seconds / columns;
  const rows = Math.ceil(leads.length / columns);
  const second = leads.find(({ name }) => name === 'II');
  const rhythm = columns === 4 && !beat ? (second ?? leads[0]) : undefined;
  const wanted = rowHeight(rows + (rhythm ? 1 : 0), settings.gain);
  const rowMm = room ? Math.min(wanted, (room.heightMm - 2 * marginMm) / (rows + (rhythm ? 1 : 0))) : wanted;
  const places = leads.map((lead, index): Place => {
    const column = Math.floor(index / rows);
    return { lead, left: marginMm + pulseMm + column * each * settings.speed, middle: middleOf(index % rows, rowMm), from: beat ? 0 : column * each, seconds: each, first: column === 0 };
  });
  if (rhythm) places.push({ lead: rhythm, left: marginMm + pulseMm, middle: middleOf(rows, rowMm), from: 0, seconds, first: true });
  return {
    widthMm: marginMm * 2 + pulseMm + seconds * settings.speed,
    heightMm: marginMm * 2 + (rows + (rhythm ? 1 : 0)) * rowMm,
    rowMm,
    seconds,
    places,
  };
}

/** Rows stand closer the more there are; a higher gain needs more room. */
function rowHeight(rows: number, gain: number): number {
  const base = rows <= 4 ? 33 : rows <= 6 ? 26 : 18;
  return gain === 20 ? Math.round(base * 1.4) : base;
}

const middleOf = (row: number, rowMm: number): number => marginMm + (row + 0.58) * rowMm;

/** The last start that still fills the sheet. */
export function lastStart(waveform: Waveform, sheet: Sheet): number {
  return Math.max(0, Math.ceil(secondsOf(waveform) - sheet.seconds));
}
