import { useRef, useSyncExternalStore } from 'react';
import type { StackView, ViewState } from '../engine/stack-view';

const still = (): (() => void) => () => undefined;

/** Some parts of what a view shows; a component that uses it is drawn anew only when one of them changes. */
export function useViewParts<Part extends keyof ViewState>(view: StackView | undefined, parts: readonly Part[]): Pick<ViewState, Part> | undefined {
  const last = useRef<Pick<ViewState, Part>>(undefined);
  const read = (): Pick<ViewState, Part> | undefined => {
    if (!view) return undefined;
    const state = view.get();
    const before = last.current;
    if (before && parts.every((part) => before[part] === state[part])) return before;
    last.current = state;
    return state;
  };
  return useSyncExternalStore(view?.subscribe ?? still, read);
}
