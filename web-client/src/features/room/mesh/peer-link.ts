/** The part of RTCPeerConnection that negotiation uses; a test gives its own. */
export interface Peer {
  readonly signalingState: RTCSignalingState;
  readonly localDescription: { readonly type: RTCSdpType; readonly sdp: string } | null;
  setLocalDescription(): Promise<void>;
  setRemoteDescription(description: { type: RTCSdpType; sdp: string }): Promise<void>;
  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  restartIce(): void;
}

/** What a link asks the server to relay; room and receiver are added by the sender. */
export type LinkMessage =
  | { type: 'media.offer' | 'media.answer'; pc: string; negotiation: number; sdp: string }
  | { type: 'media.candidate'; pc: string; candidate: RTCIceCandidateInit };

/** What the server relays from the other side. */
export type LinkEvent =
  | { type: 'media.offer' | 'media.answer'; pc: string; negotiation: number; sdp: string }
  | { type: 'media.candidate'; pc: string; candidate: RTCIceCandidateInit }
  | { type: 'media.restart'; pc: string };

/** The connection of two as the server names it: by the epochs of the tabs that carry their media. */
export function linkName(one: number, other: number): string {
  return `${Math.min(one, other)}-${Math.max(one, other)}`;
}

/**
 * One peer connection's negotiation (perfect negotiation, W3C webrtc-pc 10.7): both sides may offer at any time; where the
 * offers cross, the polite side takes its own back. Numbers grow with each offer, so that what is late is known to be.
 */
export class PeerLink {
  readonly #peer: Peer;
  readonly #name: string;
  readonly #polite: boolean;
  readonly #send: (message: LinkMessage) => void;
  #offered = 0;
  #offering = false;
  #ignoring = false;
  #work: Promise<void> = Promise.resolve();

  /** @param polite whether this side joined later than the other */
  constructor(peer: Peer, name: string, polite: boolean, send: (message: LinkMessage) => void) {
    this.#peer = peer;
    this.#name = name;
    this.#polite = polite;
    this.#send = send;
  }

  /** The browser has something to negotiate: a track came, or ICE is to restart. */
  async offer(): Promise<void> {
    this.#offering = true;
    try {
      await this.#peer.setLocalDescription();
      const description = this.#peer.localDescription;
      // The other side's offer may have been taken meanwhile; then this was its answer's turn.
      if (description?.type !== 'offer') return;
      this.#offered += 1;
      this.#send({ type: 'media.offer', pc: this.#name, negotiation: this.#offered, sdp: description.sdp });
    } finally {
      this.#offering = false;
    }
  }

  candidate(candidate: RTCIceCandidateInit): void {
    this.#send({ type: 'media.candidate', pc: this.#name, candidate });
  }

  /** Takes what the other side says, one after the other; what belongs to another connection is passed over. */
  receive(event: LinkEvent): Promise<void> {
    if (event.pc !== this.#name) return Promise.resolve();
    const done = this.#work.then(() => this.#take(event));
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #take(event: LinkEvent): Promise<void> {
    switch (event.type) {
      case 'media.offer':
        return this.#takeOffer(event.negotiation, event.sdp);
      case 'media.answer':
        if (event.negotiation !== this.#offered || this.#peer.signalingState !== 'have-local-offer') return;
        return this.#peer.setRemoteDescription({ type: 'answer', sdp: event.sdp });
      case 'media.candidate':
        return this.#takeCandidate(event.candidate);
      case 'media.restart':
        this.#peer.restartIce();
        return;
    }
  }

  async #takeOffer(negotiation: number, sdp: string): Promise<void> {
    const crossed = this.#offering || this.#peer.signalingState !== 'stable';
    this.#ignoring = crossed && !this.#polite;
    if (this.#ignoring) return;
    await this.#peer.setRemoteDescription({ type: 'offer', sdp });
    await this.#peer.setLocalDescription();
    const description = this.#peer.localDescription;
    if (description) this.#send({ type: 'media.answer', pc: this.#name, negotiation, sdp: description.sdp });
  }

  async #takeCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#peer.addIceCandidate(candidate);
    } catch (problem) {
      // Those of an offer that was passed over fit nothing here.
      if (!this.#ignoring) throw problem;
    }
  }
}
