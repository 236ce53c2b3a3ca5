import { beforeEach, describe, expect, it } from 'vitest';
import type { Participant, RoomState } from '../state/room-state';
import { BoardDesk } from './board-desk';
import { Pacer } from './pacer';

let timers: { run: () => void; ms: number; off: boolean }[];
let told: [string, unknown][];
let desk: BoardDesk;

const later = (run: () => void, ms: number): (() => void) => {
  const timer = { run, ms, off: false };
  timers.push(timer);
  return () => (timer.off = true);
};
const pass = (ms: number): void => {
  const due = timers.filter((timer) => timer.ms === ms && !timer.off);
  timers = timers.filter((timer) => !due.includes(timer));
  due.forEach(({ run }) => run());
};

const person: Participant = {
  id: 'p1', userId: 'u1', name: '王医生', organizationId: 'o', role: 'host', order: 1, state: 'present', mode: 'full', following: true, epoch: 1,
  rights: [], muted: [], locked: [], tracks: [],
};
const room: RoomState = {
  room: 'r', kind: 'consultation', plane: 'mesh', muteEnforced: false, iceServers: [], limits: { people: 60, video: 4, awaySeconds: 15 }, you: 'p1', role: 'host',
  rights: ['point', 'mark', 'present'], media: true, epoch: 1, locked: false, roomRev: 1, viewers: 0, participants: [person, { ...person, id: 'p2', userId: 'u2', name: '李医生' }],
  board: { rev: 1, presenter: 'p1', marks: [{ id: 'm1', userId: 'u2', name: '李医生', at: 't', kind: 'note' }, { id: 'm2', userId: 'u1', name: '王医生', at: 't', kind: 'note' }] }, chat: [],
};

beforeEach(() => {
  [timers, told] = [[], []];
  desk = new BoardDesk({ ask: () => Promise.resolve({}), tell: (type, fields) => told.push([type, fields]) }, later);
});

describe('a pacer', () => {
  it('sends the first at once, then the latest of each kind, one at a time', () => {
    const sent: string[] = [];
    const pacer = new Pacer<'view' | 'pointer'>(55, later);
    for (const word of ['v1', 'v2', 'v3']) pacer.send('view', () => sent.push(word));
    pacer.send('pointer', () => sent.push('p'));
    expect(sent).toEqual(['v1']);
    pass(55);
    pass(55);
    expect(sent).toEqual(['v1', 'v3', 'p']);
    pass(55);
    pacer.send('view', () => sent.push('v4'));
    expect(sent.at(-1)).toBe('v4');
  });
});

describe('the board of a room', () => {
  it('goes out only from who leads', () => {
    desk.update({ ...room, board: { ...room.board, presenter: 'p2' } });
    desk.show({ study: '1.2' });
    expect(told).toEqual([]);
    expect(desk.get()).toMatchObject({ leading: false, following: true });
    desk.update(room);
    desk.show({ study: '1.2' });
    expect(told).toEqual([['board.view', { view: { study: '1.2' } }]]);
    expect(desk.get().following).toBe(false);
  });

  it('does not follow when the person does not want to', () => {
    desk.update({ ...room, participants: [{ ...person, following: false }], board: { ...room.board, presenter: 'p2' } });
    expect(desk.get().following).toBe(false);
  });

  it('lets away what one has marked oneself, all of it to who leads', () => {
    desk.update({ ...room, board: { ...room.board, presenter: 'p2' } });
    expect(desk.get().marks.map(({ removable }) => removable)).toEqual([false, true]);
    desk.update(room);
    expect(desk.get().marks.map(({ removable }) => removable)).toEqual([true, true]);
  });

  it('shows a pointer with its name until it is taken away or rests', () => {
    desk.update(room);
    const at = { instance: 'i', frame: 1, x: 3, y: 4 };
    desk.hear({ type: 'board.pointer', from: 'p2', at });
    expect(desk.get().pointers).toEqual([{ from: 'p2', name: '李医生', at }]);
    desk.hear({ type: 'board.pointer', from: 'p2', at: {} });
    expect(desk.get().pointers).toEqual([]);
    desk.hear({ type: 'board.pointer', from: 'p2', at });
    pass(4000);
    expect(desk.get().pointers).toEqual([]);
  });
});
