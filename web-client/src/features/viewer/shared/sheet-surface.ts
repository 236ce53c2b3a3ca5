import type { BoardSpot } from '@/lib/board/board-link';
import { placeOf, pointAt, type Shown } from '../waveform/locate';
import type { Surface } from './spots';

/** Spots on an ECG: lead, milliseconds, millivolts. */
export function sheetSurface(shown: Shown): Surface {
  return {
    toPane: (spot: BoardSpot) => ('lead' in spot ? placeOf(shown, spot) : undefined),
    fromPane: ({ x, y }) => pointAt(shown, x, y),
    // a new surface is made with every change
    subscribe: () => () => undefined,
  };
}
