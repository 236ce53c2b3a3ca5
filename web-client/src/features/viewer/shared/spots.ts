import type { BoardSpot } from '@/lib/board/board-link';

/** A point of a pane's own picture, in CSS pixels from its left upper corner. */
export interface Point {
  x: number;
  y: number;
}

/** Where spots lie on what a pane shows: an image, or an ECG sheet. */
export interface Surface {
  /** Undefined for what is not on show. */
  toPane: (spot: BoardSpot) => Point | undefined;
  fromPane: (point: Point) => BoardSpot | undefined;
  subscribe: (listener: () => void) => () => void;
}
