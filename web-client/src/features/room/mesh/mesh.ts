import type { ServerEvent } from '@/lib/signaling/protocol';
import { levelOf, type Level, worst } from '../media/quality';
import { type LineQuality, type MediaPlane, type PlaneRoom, type Streams, unknownLine } from '../media/plane';
import { Publications, type TrackNames } from '../media/publications';
import { own, type Participant, type RoomState, type Source } from '../state/room-state';
import { Store } from '../state/store';
import { MeshLink } from './mesh-link';
import { type LinkEvent, type LinkMessage, linkName } from './peer-link';

interface Linked {
  link: MeshLink;
  participant: string;
}

const lookEvery = 2_000;

/** Everybody with everybody (mesh plane): a connection for each participant who carries media, published tracks over each of them. */
export class Mesh implements MediaPlane {
  readonly streams = new Store<Streams>(new Map());
  readonly lines = new Store<ReadonlyMap<string, LineQuality>>(new Map());
  readonly #room: PlaneRoom;
  readonly #links = new Map<string, Linked>();
  readonly #local = new Map<Source, MediaStreamTrack>();
  readonly #names: TrackNames;
  readonly #publications: Publications;
  readonly #looks: ReturnType<typeof setInterval>;
  #epoch = 0;
  #state: RoomState | undefined;
  #told: Level = 'good';

  constructor(room: PlaneRoom, names: TrackNames) {
    this.#room = room;
    this.#names = names;
    this.#publications = new Publications(room);
    this.#looks = setInterval(() => void this.#look(), lookEvery);
  }

  update(room: RoomState): void {
    if (this.#state?.iceServers !== room.iceServers) for (const { link } of this.#links.values()) link.servers(room.iceServers);
    this.#state = room;
    const epoch = room.media ? room.epoch : 0;
    if (epoch !== this.#epoch) this.#publications.forget();
    this.#epoch = epoch;
    const wanted = new Map<string, Participant>();
    if (epoch > 0) {
      for (const each of room.participants) if (each.id !== room.you && each.epoch > 0) wanted.set(linkName(epoch, each.epoch), each);
    }
    for (const [name, { link, participant }] of this.#links) if (wanted.get(name)?.id !== participant) this.#unlink(name, link, participant);
    for (const [name, participant] of wanted) {
      if (!this.#links.has(name)) this.#connect(name, participant, room);
      this.#links.get(name)?.link.want(participant.mode);
      this.#drop(participant);
    }
    if (epoch > 0) this.#publish();
  }

  hear(event: ServerEvent): void {
    if (!['media.offer', 'media.answer', 'media.candidate', 'media.restart'].includes(event.type)) return;
    this.#links.get(String(event.pc))?.link.receive(event as unknown as LinkEvent);
  }

  setLocal(source: Source, track: MediaStreamTrack | undefined): void {
    if (track) this.#local.set(source, track);
    else this.#local.delete(source);
    for (const { link } of this.#links.values()) link.send(source, this.#names.stream(source), track);
    if (this.#epoch > 0) this.#publish();
  }

  // every picture comes anyhow: who sends it decides how much of it
  show(): void {}

  restart(): void {
    for (const { link } of this.#links.values()) if (link.state !== 'connecting') link.restart();
  }

  close(): void {
    clearInterval(this.#looks);
    for (const [name, { link, participant }] of this.#links) this.#unlink(name, link, participant);
  }

  #connect(name: string, participant: Participant, room: RoomState): void {
    const send = (message: LinkMessage): void => {
      // What is late is refused as stale; the next negotiation says it again.
      void this.#room.ask(message.type, { ...message, to: participant.id }).catch(() => undefined);
    };
    const link = new MeshLink({
      name,
      polite: (own(room)?.order ?? Infinity) > participant.order,
      iceServers: room.iceServers,
      send,
      onTrack: (stream, track) => {
        this.#keep(participant.id, (tracks) => tracks.set(stream, track));
        const now = this.#state?.participants.find(({ id }) => id === participant.id);
        if (now) this.#drop(now);
      },
      onChange: () => this.#line(participant.id, { state: link.state }),
      onLost: () => this.#room.renew(),
    });
    this.#links.set(name, { link, participant: participant.id });
    this.#line(participant.id, { state: 'connecting' });
    for (const [source, track] of this.#local) link.send(source, this.#names.stream(source), track);
  }

  #unlink(name: string, link: MeshLink, participant: string): void {
    link.close();
    this.#links.delete(name);
    this.#keep(participant, (tracks) => tracks.clear());
    const lines = new Map(this.lines.get());
    lines.delete(participant);
    this.lines.set(lines);
  }

  #publish(): void {
    const me = this.#state && own(this.#state);
    const wanted = new Map([...this.#local.keys()].map((source) => [this.#names.stream(source).id, { source }]));
    this.#publications.update(wanted, JSON.stringify([me?.rights, me?.locked]));
  }

  /** On this plane a mute is an order that receivers carry out: whatever still comes is not played. */
  #drop(participant: Participant): void {
    const incoming = this.streams.get().get(participant.id);
    if (!incoming) return;
    const allowed = new Set(participant.tracks.filter(({ source }) => !participant.muted.includes(source)).map(({ track }) => track));
    for (const [name, track] of incoming) track.enabled = allowed.has(name);
  }

  #keep(participant: string, change: (tracks: Map<string, MediaStreamTrack>) => void): void {
    const all = new Map(this.streams.get());
    const tracks = new Map(all.get(participant));
    change(tracks);
    if (tracks.size > 0) all.set(participant, tracks);
    else all.delete(participant);
    this.streams.set(all);
  }

  #line(participant: string, part: Partial<LineQuality>): void {
    const lines = new Map(this.lines.get());
    lines.set(participant, { ...(lines.get(participant) ?? unknownLine), ...part });
    this.lines.set(lines);
  }

  async #look(): Promise<void> {
    const levels: Level[] = [];
    for (const { link, participant } of [...this.#links.values()]) {
      const sample = await link.sample().catch(() => undefined);
      if (!sample || ![...this.#links.values()].some((each) => each.link === link)) continue;
      const level = levelOf(sample);
      levels.push(level);
      this.#line(participant, { level, rtt: sample.rtt, loss: Math.max(sample.lossIn, sample.lossOut), path: sample.path, mode: link.mode });
    }
    const level = worst(levels);
    if (level === this.#told || levels.length === 0) return;
    this.#told = level;
    void this.#room.ask('media.quality', { level }).catch(() => undefined);
  }
}
