import type { BoardSpot } from '@/lib/board/board-link';
import type { StackView } from '../engine/stack-view';
import type { Surface } from './spots';

/** Spots on the image that a stack shows. */
export function surfaceOf(view: StackView): Surface {
  const shown = (): boolean => view.get().status === 'shown';
  return {
    toPane: (spot: BoardSpot) => {
      if (!('instance' in spot) || !shown()) return undefined;
      const here = view.here();
      if (spot.instance !== here.instance || spot.frame !== here.frame) return undefined;
      const place = view.paneAt(spot.x, spot.y);
      return place && { x: place[0], y: place[1] };
    },
    fromPane: ({ x, y }) => {
      const pixel = shown() ? view.imageAt(x, y) : undefined;
      return pixel && { ...view.here(), x: pixel[0], y: pixel[1] };
    },
    subscribe: view.subscribe,
  };
}
