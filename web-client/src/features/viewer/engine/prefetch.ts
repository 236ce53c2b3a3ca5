import { core } from './cornerstone';
import { hasRoom } from './memory';

const parallel = 6;

/** Loads a stack into the cache, from where the reader is outwards, a few at a time, as far as there is room. */
export class Prefetch {
  readonly #onLoaded: (count: number) => void;
  #ids: string[] = [];
  #waiting = new Set<number>();
  #at = 0;
  #loaded = 0;
  #running = 0;

  constructor(onLoaded: (count: number) => void) {
    this.#onLoaded = onLoaded;
  }

  start(ids: string[]): void {
    this.#ids = ids;
    this.#waiting = new Set(ids.keys());
    this.#at = 0;
    this.#loaded = 0;
    this.#running = 0;
    this.#more();
  }

  aim(index: number): void {
    this.#at = index;
  }

  stop(): void {
    this.#ids = [];
    this.#waiting.clear();
  }

  #more(): void {
    while (this.#running < parallel && this.#waiting.size > 0 && hasRoom()) {
      const index = nearest(this.#waiting, this.#at);
      this.#waiting.delete(index);
      const ids = this.#ids;
      const imageId = ids[index];
      if (imageId === undefined) continue;
      this.#running += 1;
      const options = { requestType: core.Enums.RequestType.Prefetch, priority: 0 };
      const settled = (worked: boolean): void => {
        if (ids !== this.#ids) return;
        this.#running -= 1;
        if (worked) this.#onLoaded(++this.#loaded);
        this.#more();
      };
      void core.imageLoader.loadAndCacheImage(imageId, options).then(
        () => settled(true),
        () => settled(false),
      );
    }
  }
}

/** The waiting index nearest to where the reader is; what lies ahead wins a tie. */
export function nearest(waiting: Iterable<number>, at: number): number {
  let best = -1;
  let distance = Infinity;
  for (const index of waiting) {
    const away = index >= at ? index - at : at - index + 0.5;
    if (away < distance) [best, distance] = [index, away];
  }
  return best;
}
