import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { BoardLink, BoardState, BoardView } from '@/lib/board/board-link';
import type { Board } from '../board';
import type { StackView } from '../engine/stack-view';
import { boardWith, viewOf } from './share';

const still = (): (() => void) => () => undefined;
const none: BoardState = { view: undefined, leading: false, following: false, pointers: [], marks: [], mayPoint: false, mayMark: false };

export function useBoard(link: BoardLink | undefined): BoardState {
  return useSyncExternalStore(link?.subscribe ?? still, link?.get ?? (() => none));
}

/** Tells the others what the pane under the hands shows while one leads; shows what the leader shows while one follows. */
export function useShared(link: BoardLink | undefined, board: Board, setBoard: (board: Board) => void, view: StackView | undefined, firstSeries: string | undefined): void {
  const { leading, following, view: shown } = useBoard(link);
  const tell = useEffectEvent(() => {
    const now = viewOf(board, firstSeries, view);
    if (now) link?.show(now);
  });
  const follow = useEffectEvent((wanted: BoardView) => {
    const next = boardWith(board, wanted);
    if (next !== board) setBoard(next);
    else view?.apply(wanted);
  });
  useEffect(() => {
    if (!leading) return;
    tell();
    return view?.subscribe(() => tell());
  }, [leading, view, board, firstSeries]);
  useEffect(() => {
    if (!following || !shown) return;
    follow(shown);
    // what is still loading takes the view as soon as it is there
    let status = view?.get().status;
    return view?.subscribe(() => {
      const [before, now] = [status, view.get().status];
      // noted first: following changes the view again
      status = now;
      if (now !== before && now === 'shown') follow(shown);
    });
  }, [following, shown, view, board]);
}
