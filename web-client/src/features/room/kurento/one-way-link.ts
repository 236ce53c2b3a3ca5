import { SignalError, type ServerEvent } from '@/lib/signaling/protocol';
import type { Sending } from '../media/adaptation';
import { between, type Counters, countersOf, type LinkSample } from '../media/link-stats';
import { applySending } from '../media/sender';

export type Kind = 'audio' | 'video';
export type MakePeer = (configuration: RTCConfiguration) => RTCPeerConnection;

export interface LinkSettings {
  /** The server's name of the connection. */
  pc: string;
  direction: 'sendonly' | 'recvonly';
  kinds: readonly Kind[];
  makePeer: MakePeer;
  configuration: () => RTCConfiguration;
  /** The number of the next negotiation; they grow as long as the epoch lasts. */
  number: () => number;
  ask: (type: string, fields: object) => Promise<unknown>;
  /** The connection stands otherwise, or its receivers are others. */
  onChange: () => void;
  /** New connections in a row did not help. */
  onLost: () => void;
}

const answerMs = 15_000;
const connectMs = 12_000;
const graceMs = 3_000;
const pausesMs = [0, 1_000, 3_000, 8_000];

/**
 * One connection with the media server, which goes one way and is negotiated once: whatever needs a second negotiation is a new
 * connection under the same name. This side always offers.
 */
export class OneWayLink {
  readonly #settings: LinkSettings;
  readonly #tracks = new Map<Kind, MediaStreamTrack>();
  #peer: RTCPeerConnection;
  #negotiation = 0;
  #offered = false;
  #answered = false;
  #found: RTCIceCandidate[] = [];
  #early: RTCIceCandidateInit[] = [];
  #failures = 0;
  #refused = false;
  #sending: Sending | undefined;
  #applied = '';
  #counters: Counters | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: LinkSettings, tracks: ReadonlyMap<Kind, MediaStreamTrack | undefined> = new Map()) {
    this.#settings = settings;
    for (const [kind, track] of tracks) if (track) this.#tracks.set(kind, track);
    this.#peer = this.#begin();
  }

  get state(): 'connecting' | 'connected' | 'broken' {
    const state = this.#peer.iceConnectionState;
    if (state === 'connected' || state === 'completed') return 'connected';
    return this.#refused || this.#failures > 0 || state === 'failed' || state === 'disconnected' ? 'broken' : 'connecting';
  }

  receiving(kind: Kind): MediaStreamTrack | undefined {
    return this.#peer.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.receiver.track;
  }

  /** Puts another track on the connection, or none; nothing is negotiated. */
  send(kind: Kind, track: MediaStreamTrack | undefined): void {
    if (this.#tracks.get(kind) === track) return;
    if (track) this.#tracks.set(kind, track);
    else this.#tracks.delete(kind);
    void this.#sender(kind)?.replaceTrack(track ?? null).then(() => this.#apply());
  }

  /** How much goes out of the picture at most. */
  limit(sending: Sending): void {
    this.#sending = sending;
    void this.#apply();
  }

  hear(event: ServerEvent): void {
    if (event.pc !== this.#settings.pc || event.negotiation !== this.#negotiation) return;
    if (event.type === 'media.answer') void this.#answer(this.#peer, String(event.sdp));
    else if (event.type === 'media.candidate') this.#candidate(event.candidate as RTCIceCandidateInit);
    else if (event.type === 'media.restart') this.#again(Number(event.retryAfterMs ?? 0));
    else if (event.type === 'media.refused') this.#giveUp();
  }

  servers(): void {
    this.#peer.setConfiguration(this.#settings.configuration());
  }

  /** The network has changed: what does not stand is made anew at once, what seems to is watched more closely. */
  restart(): void {
    if (this.#refused) return;
    if (this.state === 'connected') this.#wait(graceMs, () => this.state === 'connected' || this.renew());
    else if (this.#offered) this.renew();
  }

  renew(): void {
    this.#peer = this.#begin();
    this.#settings.onChange();
  }

  /** Looks at the counters; the first look gives nothing. */
  async sample(): Promise<LinkSample | undefined> {
    const peer = this.#peer;
    const now = countersOf(await peer.getStats(), performance.now());
    if (peer !== this.#peer) return undefined;
    const before = this.#counters;
    this.#counters = now;
    await this.#apply();
    return before && this.state === 'connected' ? between(before, now) : undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    silence(this.#peer);
  }

  #begin(): RTCPeerConnection {
    const { direction, kinds, makePeer, configuration, number } = this.#settings;
    if (this.#negotiation > 0) this.close();
    const peer = makePeer(configuration());
    this.#negotiation = number();
    this.#offered = this.#answered = false;
    this.#found = [];
    this.#early = [];
    this.#applied = '';
    this.#counters = undefined;
    for (const kind of kinds) peer.addTransceiver(this.#tracks.get(kind) ?? kind, { direction });
    peer.onicecandidate = ({ candidate }) => candidate && this.#tell(candidate);
    peer.oniceconnectionstatechange = () => this.#watch();
    void this.#offer(peer, this.#negotiation);
    return peer;
  }

  async #offer(peer: RTCPeerConnection, negotiation: number): Promise<void> {
    try {
      await peer.setLocalDescription();
      if (negotiation !== this.#negotiation) return;
      const asked = this.#settings.ask('media.offer', { pc: this.#settings.pc, negotiation, sdp: peer.localDescription?.sdp });
      this.#offered = true;
      for (const candidate of this.#found.splice(0)) this.#tell(candidate);
      await asked;
      if (negotiation === this.#negotiation && !this.#answered) this.#wait(answerMs, () => this.#again(0));
    } catch (error) {
      if (negotiation === this.#negotiation) this.#offerFailed(error);
    }
  }

  #offerFailed(error: unknown): void {
    const slug = error instanceof SignalError ? error.slug : '';
    // the session is gone: the room is joined anew, and everything here with it
    if (slug === 'line-lost' || slug === 'not-allowed') return;
    if (slug === 'stale-negotiation') this.#settings.onLost();
    else this.#again(error instanceof SignalError ? (error.retryAfterMs ?? 0) : 0);
  }

  async #answer(peer: RTCPeerConnection, sdp: string): Promise<void> {
    if (this.#answered) return;
    this.#answered = true;
    try {
      await peer.setRemoteDescription({ type: 'answer', sdp });
    } catch {
      if (peer === this.#peer) this.#giveUp();
      return;
    }
    if (peer !== this.#peer) return;
    for (const candidate of this.#early.splice(0)) void peer.addIceCandidate(candidate).catch(() => undefined);
    if (this.state !== 'connected') this.#wait(connectMs, () => this.#again(0));
    await this.#apply();
  }

  #candidate(candidate: RTCIceCandidateInit): void {
    if (!this.#peer.remoteDescription) this.#early.push(candidate);
    // one that this browser cannot use is no loss while another one serves
    else void this.#peer.addIceCandidate(candidate).catch(() => undefined);
  }

  #tell(candidate: RTCIceCandidate): void {
    if (!this.#offered) this.#found.push(candidate);
    else void this.#settings.ask('media.candidate', { pc: this.#settings.pc, negotiation: this.#negotiation, candidate: candidate.toJSON() }).catch(() => undefined);
  }

  #watch(): void {
    const state = this.#peer.iceConnectionState;
    if (state === 'connected' || state === 'completed') {
      this.#failures = 0;
      clearTimeout(this.#timer);
    } else if (state === 'failed') this.#again(0);
    else if (state === 'disconnected') this.#wait(graceMs, () => this.#again(0));
    this.#settings.onChange();
  }

  /** A new connection, later each time that the last one did not come about. */
  #again(afterMs: number): void {
    const pause = pausesMs[this.#failures];
    this.#failures += 1;
    if (pause === undefined) {
      this.#failures = 0;
      this.#settings.onLost();
      return;
    }
    this.#wait(Math.max(afterMs, pause), () => this.renew());
    this.#settings.onChange();
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#refused = true;
    this.#settings.onChange();
  }

  #wait(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  #sender(kind: Kind): RTCRtpSender | undefined {
    return this.#peer.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.sender;
  }

  async #apply(): Promise<void> {
    const sender = this.#sender('video');
    const wanted = this.#sending;
    if (!wanted || !sender?.track) return;
    const written = JSON.stringify([wanted, sender.track.id]);
    if (written === this.#applied) return;
    if (await applySending(sender, wanted)) this.#applied = written;
  }
}

function silence(peer: RTCPeerConnection): void {
  peer.onicecandidate = peer.oniceconnectionstatechange = null;
  peer.close();
}
