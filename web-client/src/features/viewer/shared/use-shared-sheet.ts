import { useEffect, useEffectEvent } from 'react';
import type { BoardLink, BoardSheet } from '@/lib/board/board-link';
import type { Caliper } from '../waveform/caliper';
import { type Band, bands } from '../waveform/filter';
import { layoutNames, type SheetLayout } from '../waveform/layout';
import { useBoard } from './use-shared';

/** How an ECG is shown. */
export interface SheetView {
  speed: number;
  gain: number;
  start: number;
  layout: SheetLayout;
  band: Band;
  notch: boolean;
  /** Which multiplex group, from 0. */
  group: number;
  /** SOP Instance UID; undefined for the last one of the series. */
  object: string | undefined;
  /** What is measured. */
  calipers: Caliper[];
}

export const plainSheet: SheetView = { speed: 25, gain: 10, start: 0, layout: '3x4', band: 'none', notch: false, group: 0, object: undefined, calipers: [] };

/** How an ECG is shown: as one likes oneself, or as the leader does while one follows; what the leader changes goes to the others. */
export function useSharedSheet(link: BoardLink | undefined, of: { study: string; series: string | undefined }, own: SheetView, setOwn: (view: SheetView) => void) {
  const { leading, following, view } = useBoard(link);
  const followed = following && view?.study === of.study && view.series === of.series ? view.sheet : undefined;
  const sheet: SheetView = followed ? { ...own, ...taken(followed), calipers: own.calipers } : own;
  const tell = useEffectEvent((next: SheetView) => link?.show({ ...of, sheet: { ...next, calipers: next.calipers.slice(-mostTold) } }));
  useEffect(() => {
    if (leading) tell(own);
  }, [leading, own, of.study, of.series]);
  return { sheet, theirs: followed?.calipers ?? none, change: (part: Partial<SheetView>) => setOwn({ ...sheet, ...part }) };
}

/** A view is small: 4 KiB. */
const mostTold = 6;
const none: Caliper[] = [];

/** What of somebody else's sheet can be shown here; they may have another version of this client. */
function taken(sheet: BoardSheet): Partial<SheetView> {
  const { speed, gain, start, notch, group, object } = sheet;
  const layout = layoutNames.find((name) => name === sheet.layout);
  const band = (Object.keys(bands) as Band[]).find((name) => name === sheet.band);
  return {
    speed, gain, start, object,
    ...(layout ? { layout } : {}),
    ...(band ? { band } : {}),
    ...(notch === undefined ? {} : { notch }),
    ...(group === undefined ? {} : { group }),
  };
}
