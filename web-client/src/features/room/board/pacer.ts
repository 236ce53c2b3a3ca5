import type { Later } from '@/lib/signaling/protocol';

/** Fleeting messages of a few kinds, at most one in `every` ms; of each kind only the latest goes. The first goes at once. */
export class Pacer<Kind extends string> {
  readonly #waiting = new Map<Kind, () => void>();
  readonly #every: number;
  readonly #later: Later;
  #resting = false;

  constructor(every: number, later: Later) {
    this.#every = every;
    this.#later = later;
  }

  send(kind: Kind, run: () => void): void {
    this.#waiting.delete(kind);
    this.#waiting.set(kind, run);
    if (!this.#resting) this.#next();
  }

  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#resting = false;
      return;
    }
    this.#waiting.delete(first[0]);
    this.#resting = true;
    first[1]();
    this.#later(() => this.#next(), this.#every);
  }
}
