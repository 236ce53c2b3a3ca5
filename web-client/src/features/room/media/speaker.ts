import { Store } from '../state/store';
import { LevelMeter } from './level-meter';
import type { Streams } from './plane';

const loud = 0.04;
const lookEvery = 300;

/** Who speaks: the last of the others who was loud. */
export class Speaker {
  readonly active = new Store<string | undefined>(undefined);
  readonly #meters = new Map<MediaStreamTrack, { meter: LevelMeter; participant: string }>();
  readonly #end: () => void;
  readonly #looks: ReturnType<typeof setInterval>;

  constructor(streams: Store<Streams>) {
    this.#end = streams.subscribe(() => this.#follow(streams.get()));
    this.#looks = setInterval(() => this.#look(), lookEvery);
  }

  close(): void {
    this.#end();
    clearInterval(this.#looks);
    for (const { meter } of this.#meters.values()) meter.close();
    this.#meters.clear();
  }

  #follow(streams: Streams): void {
    const now = new Map<MediaStreamTrack, string>();
    for (const [participant, tracks] of streams) for (const track of tracks.values()) if (track.kind === 'audio') now.set(track, participant);
    for (const [track, { meter }] of this.#meters) {
      if (now.has(track)) continue;
      meter.close();
      this.#meters.delete(track);
    }
    for (const [track, participant] of now) if (!this.#meters.has(track)) this.#meters.set(track, { meter: new LevelMeter(track), participant });
  }

  #look(): void {
    let [loudest, most]: [string | undefined, number] = [undefined, loud];
    for (const { meter, participant } of this.#meters.values()) {
      const level = meter.level();
      if (level > most) [loudest, most] = [participant, level];
    }
    if (loudest) this.active.set(loudest);
  }
}
