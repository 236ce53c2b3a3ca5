import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignalError } from '@/lib/signaling/protocol';
import type { Shown } from '../media/plane';
import type { Participant, RoomState, Source } from '../state/room-state';
import { TrackNames } from '../media/publications';
import { Kurento } from './kurento';

interface FakeTrack {
  id: string;
  kind: 'audio' | 'video';
  enabled: boolean;
  getSettings: () => { height: number };
}

const track = (id: string, kind: 'audio' | 'video'): MediaStreamTrack => ({ id, kind, enabled: true, getSettings: () => ({ height: 540 }) }) as unknown as MediaStreamTrack;

class FakeTransceiver {
  readonly direction: string;
  readonly receiver: { track: MediaStreamTrack };
  readonly sender;
  parameters: { encodings: { scaleResolutionDownBy?: number; active?: boolean }[] } = { encodings: [{}] };

  constructor(of: MediaStreamTrack | string, direction: string, number: number) {
    const kind = (typeof of === 'string' ? of : of.kind) as 'audio' | 'video';
    this.direction = direction;
    this.receiver = { track: track(`in${number}`, kind) };
    this.sender = {
      track: typeof of === 'string' ? null : of,
      replaceTrack: async (next: MediaStreamTrack | null) => {
        this.sender.track = next;
        return Promise.resolve();
      },
      getParameters: () => this.parameters,
      setParameters: async (next: typeof this.parameters) => {
        this.parameters = next;
        return Promise.resolve();
      },
    };
  }
}

/** A peer connection of webrtc-pc that is only ever offered by this side, once. */
class FakePeer {
  static made: FakePeer[] = [];
  static tracks = 0;
  iceConnectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  candidates: RTCIceCandidateInit[] = [];
  transceivers: FakeTransceiver[] = [];
  closed = false;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;

  constructor(readonly configuration: RTCConfiguration) {
    FakePeer.made.push(this);
  }

  addTransceiver(of: MediaStreamTrack | string, { direction }: { direction: string }): void {
    this.transceivers.push(new FakeTransceiver(of, direction, ++FakePeer.tracks));
  }

  getTransceivers = (): FakeTransceiver[] => this.transceivers;
  getStats = async (): Promise<Map<string, unknown>> => Promise.resolve(new Map<string, unknown>());
  setConfiguration(): void {}

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    if (this.localDescription) throw new Error('a second offer');
    this.localDescription = { type: 'offer', sdp: `offer${FakePeer.made.indexOf(this)}` };
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    this.remoteDescription = description;
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) throw new Error('no remote description');
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  becomes(state: string): void {
    this.iceConnectionState = state;
    this.oniceconnectionstatechange?.();
  }

  close(): void {
    this.closed = true;
  }
}

const person = (id: string, part: Partial<Participant> = {}): Participant => ({
  id, userId: id, name: id, organizationId: 'o', role: 'expert', order: 1, state: 'present', mode: 'full', following: true, epoch: 1, rights: ['audio', 'video', 'screen'], muted: [], locked: [], tracks: [], ...part,
});
const showing = (id: string, ...sources: Source[]): Participant => person(id, { tracks: sources.map((source) => ({ track: `${id} ${source}`, source, kind: source === 'microphone' ? 'audio' : 'video' })) });
const roomOf = (...participants: Participant[]): RoomState => ({
  room: 'r', kind: 'consultation', plane: 'kurento', muteEnforced: true, iceServers: [], limits: { people: 60, video: 20, shown: 2, awaySeconds: 15 }, you: 'me', role: 'host', rights: ['audio', 'video'], media: true,
  epoch: 1, locked: false, roomRev: 1, viewers: 0, participants, board: { rev: 0, marks: [] }, chat: [],
});
const large = (participant: string): Shown => ({ participant, source: 'camera', quality: 'high' });

let asked: [string, Record<string, unknown>][];
let refusals: Record<string, SignalError>;
let renewed: number;
let plane: Kurento;
const askedFor = (type: string): Record<string, unknown>[] => asked.filter(([each]) => each === type).map(([, fields]) => fields);
const pcs = (): unknown[] => askedFor('media.offer').map(({ pc, negotiation }) => `${String(pc)} ${String(negotiation)}`);
const settle = async (ms = 0): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};
const tell = (type: string, fields: object): void => plane.hear({ type, ...fields });
const subscriptions = (): unknown[] => askedFor('media.subscribe').map(({ target, quality }) => `${String(target)} ${String(quality)}`);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', class { id = `name${++FakePeer.tracks}`; });
  [asked, refusals, renewed, FakePeer.made] = [[], {}, 0, []];
  const ask = (type: string, fields: object): Promise<unknown> => {
    asked.push([type, fields as Record<string, unknown>]);
    return refusals[type] ? Promise.reject(refusals[type]) : Promise.resolve({});
  };
  plane = new Kurento({ ask, refused: () => undefined, renew: () => (renewed += 1) }, new TrackNames(), (configuration) => new FakePeer(configuration) as unknown as RTCPeerConnection);
});

afterEach(() => {
  plane.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the Kurento plane of a tab', () => {
  it('sends microphone and camera up in one connection, both from the start', async () => {
    plane.setLocal('microphone', track('m', 'audio'));
    plane.update(roomOf(person('me')));
    await settle();
    expect(pcs()).toEqual(['up:camera 1']);
    expect(FakePeer.made[0]?.transceivers.map(({ direction, receiver }) => `${receiver.track.kind} ${direction}`)).toEqual(['audio sendonly', 'video sendonly']);
    plane.setLocal('camera', track('c', 'video'));
    await settle();
    expect(pcs()).toEqual(['up:camera 1']);
    expect(FakePeer.made[0]?.transceivers[1]?.sender.track?.id).toBe('c');
    expect(askedFor('media.publish').map(({ source }) => source)).toEqual(['microphone', 'camera']);
  });

  it('adds a picture of 180 lines when several look, and takes it away again', async () => {
    plane.setLocal('camera', track('c', 'video'));
    plane.update(roomOf(person('me'), person('a'), person('b')));
    await settle();
    expect(pcs()).toEqual(['up:camera 1', 'up:low 1']);
    expect(askedFor('media.publish')).toMatchObject([{ source: 'camera' }, { source: 'camera', quality: 'low' }]);
    expect(FakePeer.made[1]?.transceivers.map(({ receiver }) => receiver.track.kind)).toEqual(['video']);
    expect(FakePeer.made[1]?.transceivers[0]?.parameters.encodings[0]?.scaleResolutionDownBy).toBe(3);
    plane.update(roomOf(person('me'), person('a')));
    await settle();
    expect(FakePeer.made[1]?.transceivers[0]?.sender.track).toBeNull();
    expect(askedFor('media.unpublish')).toHaveLength(1);
  });

  it('takes answer and candidates in whatever order they come', async () => {
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    await settle();
    const [peer] = FakePeer.made;
    tell('media.candidate', { pc: 'down:a:camera', negotiation: 1, candidate: { candidate: 'early' } });
    tell('media.answer', { pc: 'down:a:camera', negotiation: 1, sdp: 'answer' });
    tell('media.candidate', { pc: 'down:a:camera', negotiation: 1, candidate: { candidate: 'late' } });
    tell('media.candidate', { pc: 'down:a:camera', negotiation: 7, candidate: { candidate: 'of another' } });
    await settle();
    expect(peer?.remoteDescription?.sdp).toBe('answer');
    expect(peer?.candidates.map(({ candidate }) => candidate)).toEqual(['early', 'late']);
  });

  it('tells its own candidates after its offer', async () => {
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    FakePeer.made[0]?.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: 'c' }) } });
    await settle();
    expect(asked.map(([type]) => type)).toEqual(['media.offer', 'media.candidate']);
  });

  it('asks for the pictures that are shown, no more than the room allows, screens first', async () => {
    plane.update(roomOf(person('me'), showing('a', 'camera'), showing('b', 'camera'), showing('c', 'camera', 'screen')));
    await settle();
    expect(subscriptions()).toEqual([]);
    plane.show([large('a'), { ...large('b'), quality: 'low' }, { participant: 'c', source: 'screen', quality: 'high' }]);
    await settle();
    expect(subscriptions()).toEqual(['c high', 'a high']);
    expect(plane.streams.get().get('a')?.has('a camera')).toBe(true);
    expect(plane.streams.get().get('b')).toBeUndefined();
    plane.show([{ ...large('a'), quality: 'low' }]);
    await settle();
    expect(subscriptions().at(-1)).toBe('a low');
    expect(askedFor('media.unsubscribe')).toEqual([{ target: 'c', track: 'c screen' }]);
  });

  it('shows no pictures to whoever wants sound alone, small ones to whoever wants little', async () => {
    plane.show([large('a')]);
    plane.update(roomOf(person('me', { mode: 'low' }), showing('a', 'microphone', 'camera')));
    await settle();
    expect(subscriptions()).toEqual(['a low']);
    plane.update(roomOf(person('me', { mode: 'audio' }), showing('a', 'microphone', 'camera')));
    await settle();
    expect([...(plane.streams.get().get('a')?.keys() ?? [])]).toEqual(['a microphone']);
  });

  it('asks again for a picture that was switched off and on', async () => {
    plane.show([large('a')]);
    for (const each of [showing('a', 'camera'), showing('a', 'microphone'), showing('a', 'camera')]) plane.update(roomOf(person('me'), each));
    await settle();
    expect(subscriptions()).toEqual(['a high', 'a high']);
    expect(askedFor('media.unsubscribe')).toEqual([]);
  });

  it('plays nothing of whoever is muted', async () => {
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    const heard = (): FakeTrack | undefined => plane.streams.get().get('a')?.get('a microphone') as unknown as FakeTrack;
    expect(heard()?.enabled).toBe(true);
    plane.update(roomOf(person('me'), { ...showing('a', 'microphone'), muted: ['microphone'] }));
    expect(heard()?.enabled).toBe(false);
    await settle();
  });

  it('makes a lost connection anew under its name and a greater number, with what it sent', async () => {
    plane.setLocal('microphone', track('m', 'audio'));
    plane.update(roomOf(person('me')));
    await settle();
    tell('media.restart', { pc: 'up:camera', negotiation: 1, retryAfterMs: 500 });
    await settle(400);
    expect(pcs()).toEqual(['up:camera 1']);
    expect(plane.lines.get().get('me')?.state).toBe('broken');
    await settle(100);
    expect(pcs()).toEqual(['up:camera 1', 'up:camera 2']);
    expect(FakePeer.made[0]?.closed).toBe(true);
    expect(FakePeer.made[1]?.transceivers[0]?.sender.track?.id).toBe('m');
  });

  it('waits 15 s for an answer, then longer and longer, then joins anew', async () => {
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    await settle(15_010);
    expect(pcs()).toEqual(['down:a:camera 1', 'down:a:camera 2']);
    await settle(34_010);
    expect(pcs()).toHaveLength(4);
    await settle(23_010);
    expect(pcs()).toHaveLength(5);
    expect(renewed).toBe(0);
    await settle(15_010);
    expect(renewed).toBe(1);
  });

  it('tries a failed connection again at once', async () => {
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    await settle();
    tell('media.answer', { pc: 'down:a:camera', negotiation: 1, sdp: 'answer' });
    await settle();
    FakePeer.made[0]?.becomes('connected');
    expect(plane.lines.get().get('a')?.state).toBe('connected');
    FakePeer.made[0]?.becomes('failed');
    await settle();
    expect(pcs()).toEqual(['down:a:camera 1', 'down:a:camera 2']);
  });

  it('waits as long as the server says while the media server is lost', async () => {
    refusals['media.offer'] = new SignalError({ type: 'media-server-lost', retryAfterMs: 5_000 });
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    await settle(4_900);
    expect(pcs()).toHaveLength(1);
    refusals = {};
    await settle(200);
    expect(pcs()).toEqual(['down:a:camera 1', 'down:a:camera 2']);
  });

  it('asks no more where the media server does not take the offer', async () => {
    plane.update(roomOf(person('me'), showing('a', 'microphone')));
    await settle();
    tell('media.refused', { pc: 'down:a:camera', negotiation: 1, detail: 'no codec' });
    await settle(60_000);
    expect(pcs()).toHaveLength(1);
    expect(plane.lines.get().get('a')?.state).toBe('broken');
  });

  it('begins from nothing under a new epoch', async () => {
    const room = roomOf(person('me'), showing('a', 'microphone'));
    plane.update(room);
    await settle();
    plane.update({ ...room, epoch: 2 });
    await settle();
    expect(pcs()).toEqual(['down:a:camera 1', 'down:a:camera 1']);
    expect(FakePeer.made.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it('keeps a connection while its person has nothing to show, and closes it when they go', async () => {
    plane.update(roomOf(person('me'), showing('a', 'camera')));
    plane.update(roomOf(person('me'), person('a', { epoch: 9 })));
    await settle();
    expect(FakePeer.made[0]?.closed).toBe(false);
    plane.update(roomOf(person('me')));
    await settle();
    expect(FakePeer.made[0]?.closed).toBe(true);
    expect(askedFor('media.close')).toEqual([{ pc: 'down:a:camera' }]);
    expect(plane.lines.get().has('a')).toBe(false);
  });

  it('carries nothing in a tab without media', async () => {
    plane.setLocal('microphone', track('m', 'audio'));
    plane.update({ ...roomOf(person('me'), showing('a', 'microphone')), media: false });
    await settle();
    expect(asked).toEqual([]);
  });
});
