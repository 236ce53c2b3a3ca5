import type { ServerEvent } from '@/lib/signaling/protocol';
import { Adaptation, least, type Sending, sendingOf } from '../media/adaptation';
import type { LinkSample } from '../media/link-stats';
import { type LineQuality, type MediaPlane, type PlaneRoom, type Shown, type Streams, unknownLine } from '../media/plane';
import { type Publication, Publications, type TrackNames } from '../media/publications';
import { type Level, levelOf, worst } from '../media/quality';
import { own, type Participant, published, type RoomState, type Source } from '../state/room-state';
import { Store } from '../state/store';
import { type Kind, type MakePeer, OneWayLink } from './one-way-link';
import { picturesFor } from './pictures';
import { Subscriptions } from './subscriptions';

type Up = 'camera' | 'low' | 'screen';
/** What travels in each connection that goes out. */
const ups: Record<Up, Partial<Record<Kind, Source>>> = { camera: { audio: 'microphone', video: 'camera' }, low: { video: 'camera' }, screen: { audio: 'screenAudio', video: 'screen' } };
const small: Sending = { active: true, maxBitrate: 150_000, maxFramerate: 15, lines: 180 };
const lookEvery = 2_000;

/** Everybody through a media server: what one shows goes up once, what is on the screen comes down (Kurento plane). */
export class Kurento implements MediaPlane {
  readonly streams = new Store<Streams>(new Map());
  readonly lines = new Store<ReadonlyMap<string, LineQuality>>(new Map());
  readonly #room: PlaneRoom;
  readonly #names: TrackNames;
  readonly #makePeer: MakePeer;
  readonly #publications: Publications;
  readonly #subscriptions: Subscriptions;
  readonly #links = new Map<string, OneWayLink>();
  readonly #numbers = new Map<string, number>();
  readonly #local = new Map<Source, MediaStreamTrack>();
  readonly #looks: ReturnType<typeof setInterval>;
  /** What the line bears, down and up. */
  readonly #bears = { down: new Adaptation(), up: new Adaptation() };
  #shown: readonly Shown[] = [];
  #state: RoomState | undefined;
  #epoch = 0;
  #told: Level = 'good';

  constructor(room: PlaneRoom, names: TrackNames, makePeer: MakePeer = (configuration) => new RTCPeerConnection(configuration)) {
    this.#room = room;
    this.#names = names;
    this.#makePeer = makePeer;
    this.#publications = new Publications(room);
    this.#subscriptions = new Subscriptions(room.ask);
    this.#looks = setInterval(() => void this.#look(), lookEvery);
  }

  update(room: RoomState): void {
    const epoch = room.media ? room.epoch : 0;
    const servers = this.#state?.iceServers !== room.iceServers;
    this.#state = room;
    if (epoch !== this.#epoch) this.#forget();
    else if (servers) for (const link of this.#links.values()) link.servers();
    this.#epoch = epoch;
    this.#follow();
  }

  hear(event: ServerEvent): void {
    if (typeof event.pc === 'string') this.#links.get(event.pc)?.hear(event);
  }

  setLocal(source: Source, track: MediaStreamTrack | undefined): void {
    if (track) this.#local.set(source, track);
    else this.#local.delete(source);
    this.#follow();
  }

  show(shown: readonly Shown[]): void {
    this.#shown = shown;
    this.#follow();
  }

  restart(): void {
    for (const link of this.#links.values()) link.restart();
  }

  close(): void {
    clearInterval(this.#looks);
    this.#forget();
  }

  /** Of a former epoch, or of none, the server knows nothing. */
  #forget(): void {
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    this.#numbers.clear();
    this.#publications.forget();
    this.#subscriptions.forget();
    this.streams.set(new Map());
    this.lines.set(new Map());
  }

  /** Connections, publications and subscriptions as the room, the devices and the screen want them now. */
  #follow(): void {
    const room = this.#state;
    if (!room || this.#epoch === 0) return;
    this.#publish(room);
    this.#sendUp(room);
    this.#comeDown(room);
    this.#subscriptions.update(room, picturesFor(room, this.#shown, this.#bears.down.mode));
    this.#refresh();
  }

  #publish(room: RoomState): void {
    const wanted = new Map<string, Publication>([...this.#local.keys()].map((source) => [this.#names.stream(source).id, { source }]));
    if (this.#wantsSmall(room)) wanted.set(this.#names.stream('lowCamera').id, { source: 'camera', quality: 'low' });
    const me = own(room);
    this.#publications.update(wanted, JSON.stringify([me?.rights, me?.locked]));
  }

  /** A second, small picture is worth its coding when there are several to look at it, or somebody asks for little. */
  #wantsSmall({ participants, you }: RoomState): boolean {
    const others = participants.filter(({ id, epoch }) => id !== you && epoch > 0);
    return this.#local.has('camera') && (others.length > 1 || others.some(({ mode }) => mode === 'low'));
  }

  #sendUp(room: RoomState): void {
    for (const up of Object.keys(ups) as Up[]) {
      const tracks = new Map(Object.entries(ups[up]).map(([kind, source]) => [kind as Kind, this.#local.get(source)]));
      if (up === 'low' && !this.#wantsSmall(room)) tracks.set('video', undefined);
      const link = this.#links.get(`up:${up}`);
      if (!link && [...tracks.values()].some(Boolean)) this.#connect(`up:${up}`, tracks);
      // a screen comes seldom; the rest may be switched on again at any time
      else if (link && up === 'screen' && ![...tracks.values()].some(Boolean)) this.#drop('up:screen');
      else for (const [kind, track] of tracks) link?.send(kind, track);
      this.#links.get(`up:${up}`)?.limit(up === 'low' ? small : sendingOf(up, this.#bears.up.mode));
    }
  }

  #comeDown(room: RoomState): void {
    for (const one of room.participants) {
      if (one.id === room.you) continue;
      const sources = new Set(one.tracks.map(({ source }) => source));
      // once made it stays: sound and picture of a person come and go without negotiation
      if (sources.has('microphone') || sources.has('camera')) this.#connect(`down:${one.id}:camera`);
      if (sources.has('screen')) this.#connect(`down:${one.id}:screen`);
      else this.#drop(`down:${one.id}:screen`);
    }
    for (const pc of [...this.#links.keys()]) {
      const [way, participant] = pc.split(':');
      if (way === 'down' && !room.participants.some(({ id }) => id === participant)) this.#drop(pc);
    }
  }

  #connect(pc: string, tracks?: ReadonlyMap<Kind, MediaStreamTrack | undefined>): void {
    if (this.#links.has(pc)) return;
    const link = new OneWayLink(
      {
        pc,
        direction: tracks ? 'sendonly' : 'recvonly',
        kinds: pc === 'up:low' ? ['video'] : ['audio', 'video'],
        makePeer: this.#makePeer,
        configuration: () => ({ iceServers: this.#state?.iceServers ?? [], bundlePolicy: 'max-bundle' }),
        number: () => {
          this.#numbers.set(pc, (this.#numbers.get(pc) ?? 0) + 1);
          return this.#numbers.get(pc) ?? 1;
        },
        ask: this.#room.ask,
        onChange: () => this.#changed(pc),
        onLost: () => this.#room.renew(),
      },
      tracks,
    );
    this.#links.set(pc, link);
    this.#changed(pc);
  }

  #drop(pc: string): void {
    const link = this.#links.get(pc);
    if (!link) return;
    link.close();
    this.#links.delete(pc);
    void this.#room.ask('media.close', { pc }).catch(() => undefined);
    const person = this.#personOf(pc);
    if (!person) return;
    const lines = new Map(this.lines.get());
    lines.delete(person);
    this.lines.set(lines);
  }

  #changed(pc: string): void {
    const [person, link] = [this.#personOf(pc), this.#links.get(pc)];
    if (person && link) this.#line(person, { state: link.state });
    this.#refresh();
  }

  /** Whose line a connection stands for: that of the others is how they come down, the own one how one goes up. */
  #personOf(pc: string): string | undefined {
    if (pc === 'up:camera') return this.#state?.you;
    const [way, participant, what] = pc.split(':');
    return way === 'down' && what === 'camera' ? participant : undefined;
  }

  /** What comes in, under the names of those who publish it; pictures that were not asked for are none. */
  #refresh(): void {
    const all = new Map<string, ReadonlyMap<string, MediaStreamTrack>>();
    for (const one of this.#state?.participants ?? []) {
      const tracks = new Map([...this.#tracksOf(one, 'camera', 'microphone'), ...this.#tracksOf(one, 'screen', 'screenAudio')]);
      if (tracks.size > 0) all.set(one.id, tracks);
    }
    if (written(all) !== written(this.streams.get())) this.streams.set(all);
  }

  #tracksOf(one: Participant, video: 'camera' | 'screen', audio: 'microphone' | 'screenAudio'): [string, MediaStreamTrack][] {
    const link = this.#links.get(`down:${one.id}:${video}`);
    const [sound, picture] = [published(one, audio), published(one, video)];
    const [soundTrack, pictureTrack] = [link?.receiving('audio'), link?.receiving('video')];
    const found: [string, MediaStreamTrack][] = [];
    // the server keeps what is muted away; nothing that is still on its way is played either
    if (soundTrack) soundTrack.enabled = !one.muted.includes(audio);
    if (sound && soundTrack) found.push([sound, soundTrack]);
    if (picture && pictureTrack && this.#subscriptions.has(one.id, picture)) found.push([picture, pictureTrack]);
    return found;
  }

  #line(participant: string, part: Partial<LineQuality>): void {
    const lines = new Map(this.lines.get());
    lines.set(participant, { ...(lines.get(participant) ?? unknownLine), ...part });
    this.lines.set(lines);
  }

  async #look(): Promise<void> {
    const levels: Level[] = [];
    let worstDown: LinkSample | undefined;
    for (const [pc, link] of [...this.#links]) {
      const sample = await link.sample().catch(() => undefined);
      if (!sample || this.#links.get(pc) !== link) continue;
      const level = levelOf(sample);
      levels.push(level);
      // one line carries all that comes down: what is lost on any of it counts, as a loss of what goes out does on the way up
      if (pc.startsWith('down:') && sample.lossIn >= (worstDown?.lossOut ?? 0)) worstDown = { ...sample, lossOut: sample.lossIn };
      if (pc === 'up:camera') this.#bears.up.next(sample);
      const person = this.#personOf(pc);
      if (person) this.#line(person, { level, rtt: sample.rtt, loss: Math.max(sample.lossIn, sample.lossOut), path: sample.path, mode: this.#mode(person) });
    }
    if (worstDown) this.#bears.down.next(worstDown);
    this.#follow();
    const level = worst(levels);
    if (level === this.#told || levels.length === 0) return;
    this.#told = level;
    void this.#room.ask('media.quality', { level }).catch(() => undefined);
  }

  #mode(person: string): LineQuality['mode'] {
    return person === this.#state?.you ? this.#bears.up.mode : least('full', this.#bears.down.mode);
  }
}

function written(streams: Streams): string {
  return [...streams].map(([participant, tracks]) => `${participant} ${[...tracks].map(([name, { id }]) => `${name}=${id}`).join(' ')}`).join('; ');
}
