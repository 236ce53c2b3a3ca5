import type { LinkSample } from './link-stats';

/** How much picture goes over a line: all of it, a still every few seconds, none. Sound goes on in each. */
export type Mode = 'full' | 'low' | 'audio';
const order: readonly Mode[] = ['full', 'low', 'audio'];

export function least(...modes: Mode[]): Mode {
  return order[Math.max(...modes.map((mode) => order.indexOf(mode)))] ?? 'full';
}

const badBeforeLess = 2;
const goodBeforeMore = 8;
const mostPatience = 64;

/** Takes pictures away from a line that loses, and gives them back after it has been good for a while; longer each time that it relapses. */
export class Adaptation {
  #mode: Mode = 'full';
  #bad = 0;
  #good = 0;
  #patience = goodBeforeMore;

  get mode(): Mode {
    return this.#mode;
  }

  /** @param sample of the last two seconds */
  next({ lossOut, rtt }: LinkSample): Mode {
    const bad = lossOut > 0.1 || (rtt ?? 0) > 800;
    const good = lossOut < 0.03 && (rtt ?? 0) < 400;
    this.#bad = bad ? this.#bad + 1 : 0;
    this.#good = good ? this.#good + 1 : 0;
    if (this.#bad >= badBeforeLess) this.#step(1);
    else if (this.#good >= this.#patience) this.#step(-1);
    return this.#mode;
  }

  #step(by: 1 | -1): void {
    const next = order[order.indexOf(this.#mode) + by];
    this.#bad = this.#good = 0;
    if (!next) return;
    if (by > 0 && this.#mode !== 'full') this.#patience = Math.min(mostPatience, this.#patience * 2);
    this.#mode = next;
  }
}

/** What goes out of one picture in a mode; `undefined` leaves it to the browser. */
export interface Sending {
  active: boolean;
  maxBitrate: number | undefined;
  maxFramerate: number | undefined;
  /** Lines of the picture, at most. */
  lines: number | undefined;
}

/** Faces go before the shared screen does; that one stays readable, only slower. */
export function sendingOf(source: 'camera' | 'screen', mode: Mode): Sending {
  if (source === 'screen') {
    if (mode === 'full') return { active: true, maxBitrate: 2_500_000, maxFramerate: undefined, lines: undefined };
    return { active: true, maxBitrate: mode === 'low' ? 300_000 : 120_000, maxFramerate: mode === 'low' ? 3 : 1, lines: undefined };
  }
  if (mode === 'full') return { active: true, maxBitrate: 1_200_000, maxFramerate: undefined, lines: undefined };
  return { active: mode === 'low', maxBitrate: 60_000, maxFramerate: 1, lines: 180 };
}
