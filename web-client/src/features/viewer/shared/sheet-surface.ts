import type { BoardSpot } from '@/lib/board/board-link';
import type { Waveform } from '../waveform/decode';
import type { Settings, Sheet } from '../waveform/draw';
import { placeOf, pointAt } from '../waveform/locate';
import type { Surface } from './spots';

/** Spots on an ECG: lead, milliseconds, millivolts. */
export function sheetSurface(waveform: Waveform, sheet: Sheet, settings: Settings, start: number): Surface {
  return {
    toPane: (spot: BoardSpot) => ('lead' in spot ? placeOf(waveform, sheet, settings, start, spot) : undefined),
    fromPane: ({ x, y }) => pointAt(waveform, sheet, settings, start, x, y),
    // a new surface is made with every change
    subscribe: () => () => undefined,
  };
}
