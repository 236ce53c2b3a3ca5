import { beforeEach, describe, expect, it } from 'vitest';
import { type LinkEvent, type LinkMessage, linkName, type Peer, PeerLink } from './peer-link';

/** Signaling states as webrtc-pc 4.4.1 has them, the implicit rollback of an offer that yields included. */
class FakePeer implements Peer {
  signalingState: RTCSignalingState = 'stable';
  localDescription: { type: RTCSdpType; sdp: string } | null = null;
  remote: string[] = [];
  candidates: RTCIceCandidateInit[] = [];
  refusesCandidates = false;
  restarts = 0;
  #name: string;
  #made = 0;

  constructor(name: string) {
    this.#name = name;
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    const answers = this.signalingState === 'have-remote-offer';
    this.localDescription = { type: answers ? 'answer' : 'offer', sdp: `${this.#name}${++this.#made}` };
    this.signalingState = answers ? 'stable' : 'have-local-offer';
  }

  async setRemoteDescription({ type, sdp }: { type: RTCSdpType; sdp: string }): Promise<void> {
    await Promise.resolve();
    if (type === 'answer' && this.signalingState !== 'have-local-offer') throw new Error(`answer in ${this.signalingState}`);
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
    this.remote.push(`${type} ${sdp}`);
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    if (this.refusesCandidates) throw new Error('unknown ufrag');
    this.candidates.push(candidate);
  }

  restartIce(): void {
    this.restarts += 1;
  }
}

let early: FakePeer;
let late: FakePeer;
let impolite: PeerLink;
let polite: PeerLink;
let toLate: LinkMessage[];
let toEarly: LinkMessage[];

beforeEach(() => {
  [toLate, toEarly] = [[], []];
  early = new FakePeer('early');
  late = new FakePeer('late');
  impolite = new PeerLink(early, '3-7', false, (message) => toLate.push(message));
  polite = new PeerLink(late, '3-7', true, (message) => toEarly.push(message));
});

/** Carries what waits to the other side until nothing waits any more. */
async function settle(): Promise<void> {
  while (toLate.length + toEarly.length > 0) {
    const [forLate, forEarly] = [toLate.splice(0), toEarly.splice(0)];
    for (const message of forLate) await polite.receive(message);
    for (const message of forEarly) await impolite.receive(message);
  }
}

describe('PeerLink', () => {
  it('is named by both epochs, the smaller first', () => {
    expect(linkName(7, 3)).toBe('3-7');
    expect(linkName(3, 7)).toBe('3-7');
  });

  it('offers and is answered', async () => {
    await impolite.offer();
    expect(toLate).toEqual([{ type: 'media.offer', pc: '3-7', negotiation: 1, sdp: 'early1' }]);
    await settle();
    expect([early.signalingState, late.signalingState]).toEqual(['stable', 'stable']);
    expect(early.remote).toEqual(['answer late1']);
  });

  it('lets the polite side yield where offers cross', async () => {
    await Promise.all([impolite.offer(), polite.offer()]);
    await settle();
    expect([early.signalingState, late.signalingState]).toEqual(['stable', 'stable']);
    expect(late.remote).toEqual(['offer early1']);
    expect(early.remote).toEqual(['answer late2']);
  });

  it('negotiates anew after it has yielded', async () => {
    await Promise.all([impolite.offer(), polite.offer()]);
    await settle();
    await polite.offer();
    expect(toEarly).toMatchObject([{ type: 'media.offer', negotiation: 2 }]);
    await settle();
    expect(early.remote.at(-1)).toBe('offer late3');
    expect([early.signalingState, late.signalingState]).toEqual(['stable', 'stable']);
  });

  it('passes over late answers and other connections', async () => {
    await impolite.offer();
    await impolite.receive({ type: 'media.answer', pc: '3-7', negotiation: 9, sdp: 'x' });
    await impolite.receive({ type: 'media.answer', pc: '3-8', negotiation: 1, sdp: 'x' });
    expect(early.signalingState).toBe('have-local-offer');
    await settle();
    await impolite.receive({ type: 'media.answer', pc: '3-7', negotiation: 1, sdp: 'twice' });
    expect(early.remote).toEqual(['answer late1']);
  });

  it('forgives candidates of an offer that it passed over, and no others', async () => {
    await impolite.offer();
    early.refusesCandidates = true;
    const candidate: LinkEvent = { type: 'media.candidate', pc: '3-7', candidate: { candidate: 'c' } };
    await expect(impolite.receive(candidate)).rejects.toThrow('ufrag');
    await impolite.receive({ type: 'media.offer', pc: '3-7', negotiation: 1, sdp: 'crossed' });
    await expect(impolite.receive(candidate)).resolves.toBeUndefined();
  });

  it('goes on after something failed', async () => {
    late.refusesCandidates = true;
    await expect(polite.receive({ type: 'media.candidate', pc: '3-7', candidate: {} })).rejects.toThrow();
    await impolite.offer();
    await settle();
    expect(early.signalingState).toBe('stable');
  });

  it('restarts ICE when asked to', async () => {
    await polite.receive({ type: 'media.restart', pc: '3-7' });
    expect(late.restarts).toBe(1);
  });
});
