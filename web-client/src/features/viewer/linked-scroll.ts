/** The slices of a stack as far as linking needs them. */
export interface Track {
  count: number;
  /** Millimetres along the normal, one a slice; undefined where slices have no place. */
  places: readonly number[] | undefined;
  /** The same words where two stacks are cut in the same direction. */
  direction: string | undefined;
  /** The same UID where places mean the same point of the body. */
  frameOfReference: string | undefined;
}

export interface Standing {
  track: Track;
  /** Where the stack stood when the link was made. */
  base: number;
}

/** The slice to show in `to` when `from` stands at `index`: the same place of the body, else the same way from where both began. */
export function follow(from: Standing, index: number, to: Standing): number {
  const [a, b] = [from.track, to.track];
  const bounded = (value: number): number => Math.max(0, Math.min(b.count - 1, value));
  if (a.places && b.places && a.direction !== undefined && a.direction === b.direction) {
    const same = a.frameOfReference !== undefined && a.frameOfReference === b.frameOfReference;
    const here = a.places[index] ?? 0;
    return nearest(b.places, same ? here : (b.places[to.base] ?? 0) + here - (a.places[from.base] ?? 0));
  }
  return bounded(to.base + index - from.base);
}

function nearest(places: readonly number[], wanted: number): number {
  let best = 0;
  for (let index = 1; index < places.length; index++) {
    if (Math.abs((places[index] ?? 0) - wanted) < Math.abs((places[best] ?? 0) - wanted)) best = index;
  }
  return best;
}

interface Scrollable {
  get: () => { index: number; count: number };
  subscribe: (listener: () => void) => () => void;
  track: () => Track;
  go: (index: number) => void;
}

/** Scrolls the other stacks with the one that is scrolled, from where they stood when the link was made. */
export function link(stacks: readonly Scrollable[], leader: () => Scrollable | undefined): () => void {
  const bases = new Map(stacks.map((stack) => [stack, stack.get().index]));
  const ends = stacks.map((stack) => {
    let last = stack.get().index;
    return stack.subscribe(() => {
      const { index } = stack.get();
      if (index === last) return;
      last = index;
      if (leader() !== stack) return;
      const from = { track: stack.track(), base: bases.get(stack) ?? 0 };
      for (const other of stacks) {
        if (other !== stack && other.get().count > 0) other.go(follow(from, index, { track: other.track(), base: bases.get(other) ?? 0 }));
      }
    });
  });
  return () => ends.forEach((end) => end());
}
