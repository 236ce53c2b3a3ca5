import type { ServerEvent } from '@/lib/signaling/protocol';
import type { RoomState, Source } from '../state/room-state';
import { Store } from '../state/store';
import type { LineQuality, MediaPlane, Shown, Streams } from './plane';

/** The plane that the server has chosen for the room; another one takes over where it moves the room. */
export class MovingPlane implements MediaPlane {
  readonly streams = new Store<Streams>(new Map());
  readonly lines = new Store<ReadonlyMap<string, LineQuality>>(new Map());
  readonly #make: (kind: string) => MediaPlane;
  readonly #local = new Map<Source, MediaStreamTrack>();
  #shown: readonly Shown[] = [];
  #kind: string | undefined;
  #plane: MediaPlane | undefined;
  #ends: (() => void)[] = [];

  constructor(make: (kind: string) => MediaPlane) {
    this.#make = make;
  }

  update(room: RoomState): void {
    if (room.plane !== this.#kind) this.#move(room.plane);
    this.#plane?.update(room);
  }

  hear(event: ServerEvent): void {
    this.#plane?.hear(event);
  }

  setLocal(source: Source, track: MediaStreamTrack | undefined): void {
    if (track) this.#local.set(source, track);
    else this.#local.delete(source);
    this.#plane?.setLocal(source, track);
  }

  show(shown: readonly Shown[]): void {
    this.#shown = shown;
    this.#plane?.show(shown);
  }

  restart(): void {
    this.#plane?.restart();
  }

  close(): void {
    this.#plane?.close();
    for (const end of this.#ends) end();
    this.#plane = undefined;
  }

  #move(kind: string): void {
    this.close();
    this.#kind = kind;
    const plane = this.#make(kind);
    this.#plane = plane;
    const [streams, lines] = [(): void => this.streams.set(plane.streams.get()), (): void => this.lines.set(plane.lines.get())];
    this.#ends = [plane.streams.subscribe(streams), plane.lines.subscribe(lines)];
    streams();
    lines();
    for (const [source, track] of this.#local) plane.setLocal(source, track);
    plane.show(this.#shown);
  }
}
