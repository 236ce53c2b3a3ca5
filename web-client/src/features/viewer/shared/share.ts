import type { BoardView } from '@/lib/board/board-link';
import { type Board, place } from '../board';
import type { StackView } from '../engine/stack-view';

/** What the pane under the hands shows, as others can show it too. */
export function viewOf(board: Board, fallbackSeries: string | undefined, view: StackView | undefined): BoardView | undefined {
  const pane = board.panes[board.active];
  // an ECG tells by itself what it shows
  if (!pane || !view) return undefined;
  const series = pane.series ?? fallbackSeries;
  const state = view.get();
  if (state.status !== 'shown') return undefined;
  const { instance, frame } = view.here();
  return {
    study: pane.study,
    series,
    instance,
    frame,
    window: state.width === undefined || state.center === undefined ? undefined : { width: state.width, center: state.center },
    zoom: state.zoom,
    center: view.middle(),
    rotation: state.rotation,
    flipped: state.flipped,
    flippedVertically: state.flippedVertically,
    inverted: state.inverted,
  };
}

/** The board with what is shown in the pane under the hands; the same where it is there already. */
export function boardWith(board: Board, view: BoardView): Board {
  const pane = board.panes[board.active];
  if (pane?.study === view.study && pane.series === view.series) return board;
  return place(board, { study: view.study, series: view.series });
}
