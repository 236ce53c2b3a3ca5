import type { ServerEvent } from '@/lib/signaling/protocol';
import type { Mode } from './adaptation';
import type { Path } from './link-stats';
import type { PublicationRoom } from './publications';
import type { Level } from './quality';
import type { RoomState, Source } from '../state/room-state';
import type { Store } from '../state/store';

/** How the line to one participant is. */
export interface LineQuality {
  level: Level;
  /** ms */
  rtt: number | undefined;
  /** 0…1, the worse of both ways. */
  loss: number;
  path: Path | undefined;
  /** What is sent to them now; less than `full` where the line or they ask for less. */
  mode: Mode;
  state: 'connecting' | 'connected' | 'broken';
}

/** Before anything was measured. */
export const unknownLine: LineQuality = { level: 'good', rtt: undefined, loss: 0, path: undefined, mode: 'full', state: 'connecting' };

/** A picture that has a place on the screen, and whether that place is worth many lines. */
export interface Shown {
  participant: string;
  source: 'camera' | 'screen';
  quality: 'high' | 'low';
}

/** What a plane uses of the room that it is in. */
export interface PlaneRoom extends PublicationRoom {
  /** Connections are to be made anew, under a new epoch. */
  renew: () => void;
}

/** What comes in: by participant, then by the name under which they publish it. */
export type Streams = ReadonlyMap<string, ReadonlyMap<string, MediaStreamTrack>>;

/** Sound and pictures of a room: peer to peer, or through a media server. */
export interface MediaPlane {
  readonly streams: Store<Streams>;
  readonly lines: Store<ReadonlyMap<string, LineQuality>>;
  /** The room as it is now; connections and publications follow. */
  update(room: RoomState): void;
  hear(event: ServerEvent): void;
  setLocal(source: Source, track: MediaStreamTrack | undefined): void;
  /** What is on the screen now; the rest need not come. */
  show(shown: readonly Shown[]): void;
  /** The network has changed, or the computer woke up. */
  restart(): void;
  close(): void;
}
