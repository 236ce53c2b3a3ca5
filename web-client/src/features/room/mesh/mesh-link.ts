import { Adaptation, least, type Mode, type Sending, sendingOf } from '../media/adaptation';
import { between, type Counters, countersOf, type LinkSample } from '../media/link-stats';
import { applySending } from '../media/sender';
import type { Source } from '../state/room-state';
import { type LinkEvent, type LinkMessage, PeerLink } from './peer-link';

export interface LinkSettings {
  name: string;
  polite: boolean;
  iceServers: RTCIceServer[];
  send: (message: LinkMessage) => void;
  /** A track came; `stream` is the name under which it is published. */
  onTrack: (stream: string, track: MediaStreamTrack) => void;
  onChange: () => void;
  /** The connection could not be mended by an ICE restart. */
  onLost: () => void;
}

const politeWaitsMs = 700;
const graceMs = 3_000;
const mendMs = 12_000;

/** The connection with one participant: negotiation, what is sent over it and how much of it, and mending it. */
export class MeshLink {
  readonly #peer: RTCPeerConnection;
  readonly #link: PeerLink;
  readonly #settings: LinkSettings;
  readonly #senders = new Map<Source, RTCRtpTransceiver>();
  readonly #adaptation = new Adaptation();
  #wanted: Mode = 'full';
  #applied = new Map<Source, Sending>();
  #counters: Counters | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Who came later lets the other begin: two offers that cross cost a rollback, after which Chromium may gather for ever. */
  #mayOffer: boolean;
  readonly #firstOffer: ReturnType<typeof setTimeout>;

  constructor(settings: LinkSettings) {
    this.#settings = settings;
    this.#peer = new RTCPeerConnection({ iceServers: settings.iceServers, bundlePolicy: 'max-bundle' });
    this.#link = new PeerLink(this.#peer, settings.name, settings.polite, settings.send);
    this.#mayOffer = !settings.polite;
    this.#peer.onnegotiationneeded = () => this.#offer();
    this.#firstOffer = setTimeout(() => this.#begin(), politeWaitsMs);
    this.#peer.onicecandidate = ({ candidate }) => candidate && this.#link.candidate(candidate.toJSON());
    this.#peer.ontrack = ({ track, streams }) => streams[0] && settings.onTrack(streams[0].id, track);
    this.#peer.oniceconnectionstatechange = () => this.#watch();
    this.#timer = setTimeout(() => this.#mend(), mendMs);
  }

  get mode(): Mode {
    return least(this.#wanted, this.#adaptation.mode);
  }

  get state(): 'connecting' | 'connected' | 'broken' {
    const state = this.#peer.iceConnectionState;
    if (state === 'connected' || state === 'completed') return 'connected';
    return state === 'failed' || state === 'disconnected' ? 'broken' : 'connecting';
  }

  receive(event: LinkEvent): void {
    if (event.type === 'media.offer') this.#mayOffer = true;
    // a late candidate or answer fits nothing; whatever fails to connect is mended by the watch
    void this.#link.receive(event).catch(() => undefined);
  }

  /** @param stream carries the name under which the track is published */
  send(source: Source, stream: MediaStream, track: MediaStreamTrack | undefined): void {
    const known = this.#senders.get(source);
    if (known) {
      if (known.sender.track !== (track ?? null)) void known.sender.replaceTrack(track ?? null).then(() => this.#apply(source));
      return;
    }
    if (!track) return;
    this.#senders.set(source, this.#peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] }));
    void this.#apply(source);
  }

  /** How much picture the other side wants. */
  want(mode: Mode): void {
    this.#wanted = mode;
    this.#applyAll();
  }

  servers(iceServers: RTCIceServer[]): void {
    this.#peer.setConfiguration({ ...this.#peer.getConfiguration(), iceServers });
  }

  restart(): void {
    this.#peer.restartIce();
  }

  /** Looks at the counters; the first look gives nothing. */
  async sample(): Promise<LinkSample | undefined> {
    const report = await this.#peer.getStats();
    const now = countersOf(report, performance.now());
    const before = this.#counters;
    this.#counters = now;
    if (!before || this.state !== 'connected') return undefined;
    const sample = between(before, now);
    const mode = this.mode;
    this.#adaptation.next(sample);
    if (mode !== this.mode) this.#applyAll();
    return sample;
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#firstOffer);
    this.#peer.onnegotiationneeded = this.#peer.onicecandidate = this.#peer.ontrack = this.#peer.oniceconnectionstatechange = null;
    this.#peer.close();
  }

  #offer(): void {
    if (this.#mayOffer) void this.#link.offer().catch(() => undefined);
  }

  /** The other side has nothing to send: then this one begins. */
  #begin(): void {
    if (this.#mayOffer) return;
    this.#mayOffer = true;
    if (this.#senders.size > 0 && this.#peer.signalingState === 'stable') this.#offer();
  }

  #watch(): void {
    this.#settings.onChange();
    if (this.state === 'connecting') return;
    clearTimeout(this.#timer);
    if (this.state !== 'broken') return;
    const failed = this.#peer.iceConnectionState === 'failed';
    this.#timer = setTimeout(() => this.#mend(), failed ? 0 : graceMs);
  }

  /** First an ICE restart; where that does not help, the connection is made anew. */
  #mend(): void {
    if (this.state === 'connected' || this.#senders.size + this.#peer.getReceivers().length === 0) return;
    this.#peer.restartIce();
    this.#timer = setTimeout(() => this.state !== 'connected' && this.#settings.onLost(), mendMs);
  }

  #applyAll(): void {
    for (const source of this.#senders.keys()) void this.#apply(source);
  }

  async #apply(source: Source): Promise<void> {
    const sender = this.#senders.get(source)?.sender;
    if (!sender || (source !== 'camera' && source !== 'screen') || !sender.track) return;
    const wanted = sendingOf(source, this.mode);
    if (JSON.stringify(this.#applied.get(source)) === JSON.stringify(wanted)) return;
    if (await applySending(sender, wanted)) this.#applied.set(source, wanted);
  }
}
