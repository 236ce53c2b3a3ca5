import { useCallback } from 'react';
import type { ShownTiles } from '../media/shown-tiles';

/** For the element of a picture: says whether it is in view, and how high it is. */
export function useShown(tiles: ShownTiles, participant: string, source: 'camera' | 'screen') {
  return useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      let inView = true;
      const put = (): void => tiles.put(participant, source, inView ? element.clientHeight : undefined);
      const sizes = new ResizeObserver(put);
      const views = new IntersectionObserver((entries) => {
        inView = entries.at(-1)?.isIntersecting ?? true;
        put();
      });
      sizes.observe(element);
      views.observe(element);
      put();
      return () => {
        sizes.disconnect();
        views.disconnect();
        tiles.put(participant, source, undefined);
      };
    },
    [tiles, participant, source],
  );
}
