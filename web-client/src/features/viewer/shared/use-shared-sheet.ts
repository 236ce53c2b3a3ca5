import { useEffect, useEffectEvent } from 'react';
import type { BoardLink } from '@/lib/board/board-link';
import { useBoard } from './use-shared';

export interface SheetView {
  speed: number;
  gain: number;
  start: number;
}

/** Speed, gain and place of an ECG: one's own, or the leader's while one follows; what the leader changes goes to the others. */
export function useSharedSheet(link: BoardLink | undefined, of: { study: string; series: string | undefined }, own: SheetView, setOwn: (view: SheetView) => void) {
  const { leading, following, view } = useBoard(link);
  const followed = following && view?.study === of.study && view.series === of.series ? view.sheet : undefined;
  const sheet = followed ?? own;
  const tell = useEffectEvent((next: SheetView) => link?.show({ ...of, sheet: next }));
  useEffect(() => {
    if (leading) tell(own);
  }, [leading, own, of.study, of.series]);
  return { sheet, change: (part: Partial<SheetView>) => setOwn({ ...sheet, ...part }) };
}
