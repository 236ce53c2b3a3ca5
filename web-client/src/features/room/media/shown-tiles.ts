import { Store } from '../state/store';
import type { Shown } from './plane';

/** From so many lines on (of the screen, not of the page) the large picture is worth its rate. */
const manyLines = 300;
/** A tile that changes its place is gone for a moment. */
const goneMs = 400;

/** Which tiles are in view, and how large; each tile says it of itself. */
export class ShownTiles {
  readonly shown = new Store<readonly Shown[]>([]);
  readonly #tiles = new Map<string, Shown>();
  readonly #leaving = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param height of the tile on the page; undefined when it is out of view */
  put(participant: string, source: 'camera' | 'screen', height: number | undefined): void {
    const key = `${participant} ${source}`;
    clearTimeout(this.#leaving.get(key));
    if (!height) {
      this.#leaving.set(key, setTimeout(() => this.#tiles.delete(key) && this.#tell(), goneMs));
      return;
    }
    const quality = source === 'screen' || height * window.devicePixelRatio >= manyLines ? 'high' : 'low';
    if (this.#tiles.get(key)?.quality === quality) return;
    this.#tiles.set(key, { participant, source, quality });
    this.#tell();
  }

  #tell(): void {
    this.shown.set([...this.#tiles.values()]);
  }
}
