import { beforeEach, describe, expect, it } from 'vitest';
import { type Listener, type ServerEvent, SignalError, type Signaling } from '@/lib/signaling/protocol';
import { RoomSession } from './room-session';

const snapshot = {
  state: 'in', room: 'r', kind: 'consultation', plane: 'mesh', muteEnforced: false, you: 'p1', role: 'host', rights: ['moderate'], media: true, epoch: 1,
  locked: false, roomRev: 4, viewers: 0, participants: [], board: { rev: 0, marks: [] }, chat: [], iceServers: [], limits: { people: 60, video: 4, awaySeconds: 15 },
};

class ScriptedServer implements Signaling {
  asked: { type: string; fields: Record<string, unknown> }[] = [];
  answers: (() => Promise<unknown>)[] = [];
  listeners = new Set<Listener>();
  held = 0;
  ask<Answer>(type: string, fields: object = {}): Promise<Answer> {
    this.asked.push({ type, fields: fields as Record<string, unknown> });
    const answer = this.answers.shift() ?? (() => Promise.resolve({}));
    return answer() as Promise<Answer>;
  }
  tell(): void {
    // nothing of it is looked at
  }
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  holdRoom(): () => void {
    this.held += 1;
    return () => (this.held -= 1);
  }
  hurry(): void {
    // the line is always there
  }
  moves: string[] = [];
  reachable = true;
  move(url: string, ticket: string): Promise<boolean> {
    this.moves.push(`${url} ${ticket}`);
    return Promise.resolve(this.reachable);
  }
  say(event: ServerEvent): void {
    for (const { event: hear } of [...this.listeners]) hear?.(event);
  }
  session(resumed: boolean): void {
    for (const { session } of [...this.listeners]) session?.(resumed);
  }
}

const refuse = (type: string) => () => Promise.reject(new SignalError({ type }));
const answer = (value: object) => () => Promise.resolve(value);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let server: ScriptedServer;
let session: RoomSession;
let heard: string[];

beforeEach(() => {
  server = new ScriptedServer();
  heard = [];
  session = new RoomSession(server, 'r', ({ type }) => heard.push(type));
});

async function enter(): Promise<void> {
  server.answers.push(answer(snapshot));
  await session.join();
}

describe('being in a room', () => {
  it('is in with the snapshot and asks for the faster pings', async () => {
    await enter();
    expect(session.standing.get()).toMatchObject({ phase: 'in', room: { you: 'p1' } });
    expect(server.held).toBe(1);
  });

  it('waits until somebody lets it in, then joins again', async () => {
    server.answers.push(answer({ state: 'waiting', waiting: 'w1' }), answer(snapshot));
    await session.join();
    expect(session.standing.get().phase).toBe('waiting');
    server.say({ type: 'room.admitted', room: 'r' });
    await settle();
    expect(session.standing.get().phase).toBe('in');
  });

  it('asks whoever comes into a recorded room, and stays agreed when it joins anew', async () => {
    server.answers.push(answer({ state: 'recording', recording: 'v1' }), answer(snapshot));
    await session.join();
    expect(session.standing.get().phase).toBe('recording');
    await session.enterRecorded();
    expect(session.standing.get().phase).toBe('in');
    server.answers.push(answer(snapshot));
    server.session(false);
    await settle();
    expect(server.asked.map(({ fields }) => fields.recording)).toEqual([undefined, 'v1', 'v1']);
  });

  it('is asked again at the door when it has taken its consent back', async () => {
    await enter();
    await session.consent('v1', true);
    await session.consent('v1', false);
    server.session(false);
    expect(server.asked.at(-1)?.fields).toEqual({ media: true, room: 'r' });
  });

  it('names the refusal', async () => {
    server.answers.push(refuse('consent-required'));
    await session.join();
    expect(session.standing.get()).toMatchObject({ phase: 'refused', refusal: 'consent-required' });
  });

  it('joins again in a new session and stays as it is in the same one', async () => {
    await enter();
    server.session(true);
    expect(server.asked).toHaveLength(1);
    server.answers.push(answer({ ...snapshot, epoch: 5 }));
    server.session(false);
    await settle();
    expect(session.room?.epoch).toBe(5);
  });

  it('joins with the next session when the line broke under the join', async () => {
    server.answers.push(refuse('line-lost'));
    await session.join();
    expect(session.standing.get().phase).toBe('joining');
    server.answers.push(answer(snapshot));
    server.session(false);
    await settle();
    expect(session.standing.get().phase).toBe('in');
  });

  it('asks for a snapshot when the check says that events were missed', async () => {
    await enter();
    server.say({ type: 'room.check', room: 'r', roomRev: 4 });
    expect(server.asked).toHaveLength(1);
    server.answers.push(answer({ ...snapshot, roomRev: 6, locked: true }));
    server.say({ type: 'room.check', room: 'r', roomRev: 6 });
    await settle();
    expect(server.asked.at(-1)?.type).toBe('room.sync');
    expect(session.room?.locked).toBe(true);
  });

  it('is over when it was removed, and nothing brings it back', async () => {
    await enter();
    server.say({ type: 'room.removed', room: 'r' });
    expect(session.standing.get()).toMatchObject({ phase: 'removed', room: undefined });
    server.session(false);
    expect(server.asked).toHaveLength(1);
    expect(server.held).toBe(0);
  });

  it('says why the room was closed', async () => {
    await enter();
    server.say({ type: 'room.closed', room: 'r', reason: 'ended' });
    expect(session.standing.get()).toMatchObject({ phase: 'closed', reason: 'ended' });
  });

  it('takes its media under a new number by giving it back first', async () => {
    await enter();
    server.answers.push(answer({ ...snapshot, media: false }), answer({ ...snapshot, epoch: 2 }));
    await session.renewMedia();
    expect(server.asked.slice(1).map(({ fields }) => fields.media)).toEqual([false, true]);
    expect(session.room?.epoch).toBe(2);
  });

  it('hears only its own room', async () => {
    await enter();
    server.say({ type: 'room.locked', room: 'other', roomRev: 5, locked: true });
    server.say({ type: 'room.locked', room: 'r', roomRev: 5, locked: true });
    expect(heard).toEqual(['room.locked']);
    expect(session.room?.locked).toBe(true);
  });
});

describe('a room on several servers', () => {
  const elsewhere = { state: 'moved', url: 'wss://two/signal', ticket: 't' };

  it('follows the room to its server and joins there once', async () => {
    server.answers.push(answer(elsewhere));
    await session.join();
    expect(server.moves).toEqual(['wss://two/signal t']);
    expect(session.standing.get().phase).toBe('joining');
    server.answers.push(answer(snapshot));
    server.session(false);
    await settle();
    expect(session.standing.get().phase).toBe('in');
    expect(server.asked.filter(({ type }) => type === 'room.join')).toHaveLength(2);
  });

  it('asks again where the room is while its server cannot be reached', async () => {
    server.reachable = false;
    server.answers.push(answer(elsewhere), answer(elsewhere), answer(snapshot));
    await session.join();
    await settle();
    expect(server.moves).toHaveLength(2);
    expect(session.standing.get().phase).toBe('in');
  });

  it('joins again when the server has lost the room', async () => {
    await enter();
    server.answers.push(answer(elsewhere));
    server.say({ type: 'room.moved', room: 'r', roomRev: 5 });
    await settle();
    expect(server.moves).toHaveLength(1);
    expect(session.standing.get()).toMatchObject({ phase: 'in', stale: true });
    server.answers.push(answer({ ...snapshot, epoch: 9 }));
    server.session(false);
    await settle();
    expect(session.room?.epoch).toBe(9);
    expect(session.standing.get().stale).toBe(false);
  });
});
