import { useState } from 'react';
import { stableOrder } from './stable-order';

/** Fresh rows in the order of the server, with the pinned one held where it is. */
export function useStableRows<T extends { id: string }>(fetched: readonly T[] | undefined, pinned: string | undefined): readonly T[] {
  const [state, setState] = useState<{ source: readonly T[]; shown: readonly T[] }>({ source: [], shown: [] });
  const source = fetched ?? [];
  const same = source.length === state.source.length && source.every((row, index) => row === state.source[index]);
  if (same) return state.shown;
  const shown = stableOrder(state.shown, source, pinned);
  setState({ source, shown });
  return shown;
}
