import type { RoomState } from '../state/room-state';
import type { Picture } from './pictures';

type Ask = (type: string, fields: object) => Promise<unknown>;

/** The pictures that the server was asked for. */
export class Subscriptions {
  readonly #ask: Ask;
  readonly #asked = new Map<string, Picture>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Whether a picture is asked for: what is not does not come, though there is a track for it. */
  has(target: string, track: string): boolean {
    return this.#asked.has(`${target} ${track}`);
  }

  forget(): void {
    this.#asked.clear();
  }

  update(room: RoomState, wanted: readonly Picture[]): void {
    const keys = new Set(wanted.map(({ target, track }) => `${target} ${track}`));
    for (const [key, { target, track }] of this.#asked) {
      if (keys.has(key)) continue;
      this.#asked.delete(key);
      // a subscription ends with its track
      const there = room.participants.some(({ id, tracks }) => id === target && tracks.some((each) => each.track === track));
      if (there) void this.#ask('media.unsubscribe', { target, track }).catch(() => undefined);
    }
    for (const picture of wanted) this.#want(picture);
  }

  #want(picture: Picture): void {
    const { target, track, quality } = picture;
    const key = `${target} ${track}`;
    if (this.#asked.get(key)?.quality === quality) return;
    this.#asked.set(key, picture);
    this.#ask('media.subscribe', { target, track, quality }).catch(() => {
      // asked for again with the next look
      if (this.#asked.get(key) === picture) this.#asked.delete(key);
    });
  }
}
