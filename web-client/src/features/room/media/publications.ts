import type { Source } from '../state/room-state';

export interface PublicationRoom {
  ask: (type: string, fields: object) => Promise<unknown>;
  /** The server does not take what is to be published. */
  refused: (source: Source, error: unknown) => void;
}

export interface Publication {
  source: Source;
  quality?: 'low';
}

/** The names under which this tab publishes, the same on every plane. A name is the id of a stream, for the mesh carries it there. */
export class TrackNames {
  readonly #streams = new Map<string, MediaStream>();

  stream(source: Source | 'lowCamera'): MediaStream {
    const stream = this.#streams.get(source) ?? new MediaStream();
    this.#streams.set(source, stream);
    return stream;
  }
}

/** What this tab has told the server that it publishes. */
export class Publications {
  readonly #room: PublicationRoom;
  #told = new Set<string>();
  readonly #refused = new Map<string, string>();

  constructor(room: PublicationRoom) {
    this.#room = room;
  }

  /** Nothing is known to the server any more. */
  forget(): void {
    this.#told = new Set();
  }

  /**
   * @param wanted by name
   * @param rights what was refused is asked for again when these have changed
   */
  update(wanted: ReadonlyMap<string, Publication>, rights: string): void {
    for (const track of this.#told) {
      if (wanted.has(track)) continue;
      this.#refused.delete(track);
      this.#told.delete(track);
      void this.#room.ask('media.unpublish', { track }).catch(() => undefined);
    }
    for (const [track, publication] of wanted) {
      if (this.#told.has(track) || this.#refused.get(track) === rights) continue;
      const told = this.#told;
      told.add(track);
      this.#room.ask('media.publish', { track, ...publication }).then(
        () => this.#refused.delete(track),
        (error: unknown) => {
          told.delete(track);
          this.#refused.set(track, rights);
          // the small picture is an extra: whoever may not show the large one hears of that
          if (!publication.quality) this.#room.refused(publication.source, error);
        },
      );
    }
  }
}
