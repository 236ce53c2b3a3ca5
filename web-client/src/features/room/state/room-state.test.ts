import { describe, expect, it } from 'vitest';
import { after, missed, type Participant, published, type RoomEvent, type RoomState } from './room-state';

const expert: Participant = {
  id: 'p2',
  userId: 'u2',
  name: '李医生',
  organizationId: 'o1',
  role: 'expert',
  order: 2,
  state: 'present',
  mode: 'full',
  following: true,
  epoch: 2,
  rights: ['audio', 'video'],
  muted: [],
  locked: [],
  tracks: [],
};

const joined: RoomState = {
  room: 'r',
  kind: 'consultation',
  plane: 'mesh',
  muteEnforced: false,
  iceServers: [],
  limits: { people: 60, video: 4, awaySeconds: 15 },
  you: 'p1',
  role: 'host',
  rights: ['moderate'],
  media: true,
  epoch: 1,
  locked: false,
  roomRev: 4,
  viewers: 0,
  participants: [{ ...expert, id: 'p1', role: 'host', order: 1, epoch: 1 }],
  waiting: [],
  board: { rev: 3, marks: [] },
  chat: [],
};

const line = { type: 'chat.message', from: 'p2', message: 'm', userId: 'u2', name: '李医生', at: 't', text: '看第 12 层' } as const;

function all(...events: RoomEvent[]): RoomState {
  return events.reduce(after, joined);
}

describe('a room as a tab keeps it', () => {
  it('takes every durable event once, in order', () => {
    const state = all(
      { type: 'participant.joined', room: 'r', roomRev: 5, participant: expert },
      { ...line, room: 'r', roomRev: 6 },
      { ...line, room: 'r', roomRev: 6 },
      { ...line, room: 'r', roomRev: 4 },
    );
    expect(state.chat).toHaveLength(1);
    expect(state.participants.map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(state.roomRev).toBe(6);
  });

  it('passes over what belongs to another room', () => {
    expect(all({ ...line, room: 'other', roomRev: 9 })).toBe(joined);
  });

  it('stays as it is under what is none of its business', () => {
    expect(after(joined, { type: 'media.offer', room: 'r' } as unknown as RoomEvent)).toBe(joined);
  });

  it('asks for a snapshot when the revision says that something was missed', () => {
    expect(missed(joined, { room: 'r', roomRev: 4 })).toBe(false);
    expect(missed(joined, { room: 'r', roomRev: 6 })).toBe(true);
    expect(missed(joined, { room: 'other', roomRev: 6 })).toBe(false);
  });

  it('shows a mute and its lock until both are gone', () => {
    const enter: RoomEvent = { type: 'participant.joined', room: 'r', roomRev: 5, participant: expert };
    const mute = { type: 'room.muted', room: 'r', target: 'p2', source: 'microphone', by: 'p1' } as const;
    const locked = all(enter, { ...mute, roomRev: 6, muted: true, locked: true });
    expect(locked.participants[1]).toMatchObject({ muted: ['microphone'], locked: ['microphone'] });
    const free = after(locked, { ...mute, roomRev: 7, muted: false, locked: false });
    expect(free.participants[1]).toMatchObject({ muted: [], locked: [] });
  });

  it('keeps the newest view only', () => {
    const view = (rev: number): RoomEvent => ({ type: 'board.view', room: 'r', from: 'p2', rev, view: { frame: rev } });
    expect(all(view(5), view(4)).board).toMatchObject({ rev: 5, view: { frame: 5 } });
  });

  it('knows who leads, and that nobody does', () => {
    const led = all({ type: 'board.presenter', room: 'r', roomRev: 5, participant: 'p2' });
    expect(led.board.presenter).toBe('p2');
    expect('presenter' in after(led, { type: 'board.presenter', room: 'r', roomRev: 6 }).board).toBe(false);
  });

  it('follows its own rights and the number of its media', () => {
    const you = joined.participants[0] as Participant;
    const state = all({ type: 'participant.updated', room: 'r', roomRev: 5, participant: { ...you, rights: ['chat'], epoch: 9 } });
    expect(state).toMatchObject({ rights: ['chat'], epoch: 9 });
  });

  it('moves to another plane with new numbers for everybody', () => {
    const enter: RoomEvent = { type: 'participant.joined', room: 'r', roomRev: 5, participant: expert };
    const move: RoomEvent = { type: 'media.plane', room: 'r', roomRev: 6, plane: 'kurento', muteEnforced: true, limits: { video: 20, shown: 9 }, reason: 'grown', epochs: { p1: 7, p2: 8 } };
    const state = all(enter, move);
    expect(state).toMatchObject({ plane: 'kurento', muteEnforced: true, epoch: 7, limits: { people: 60, video: 20, shown: 9 } });
    expect(state.participants.map(({ epoch }) => epoch)).toEqual([7, 8]);
  });

  it('knows that it is recorded until it is not', () => {
    const recording = { type: 'recording.state', room: 'r', recording: 'v1', by: 'p1' } as const;
    const running = all({ ...recording, roomRev: 5, state: 'asking', waiting: ['p2'] }, { ...recording, roomRev: 6, state: 'running', waiting: [] });
    expect(running.recording).toEqual({ recording: 'v1', state: 'running', by: 'p1', waiting: [] });
    expect('recording' in after(running, { ...recording, roomRev: 7, state: 'stopped', reason: 'stopped', waiting: [] })).toBe(false);
  });

  it('names the large picture of a camera that is published in two', () => {
    const both: Participant = { ...expert, tracks: [{ track: 's', source: 'camera', kind: 'video', quality: 'low' }, { track: 'l', source: 'camera', kind: 'video' }] };
    expect(published(both, 'camera')).toBe('l');
    expect(published(both, 'screen')).toBeUndefined();
  });

  it('lists guests until they are let in', () => {
    const guest = { waiting: 'w1', userId: 'u3', name: '王', organizationId: 'o', since: 't' };
    const waiting = all({ type: 'room.knock', room: 'r', guest });
    expect(waiting.waiting).toEqual([guest]);
    expect(after(waiting, { type: 'room.knock.ended', room: 'r', waiting: 'w1' }).waiting).toEqual([]);
  });
});
