import { beforeEach, describe, expect, it } from 'vitest';
import { SignalingConnection } from './connection';
import { type Line, type ServerEvent, SignalError, type Socket } from './protocol';

class FakeSocket implements Socket {
  sent: Record<string, unknown>[] = [];
  closed: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(code = 1005): void {
    this.closed = code;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: FakeSocket[];
let urls: (string | undefined)[];
let lines: Line[];
let heard: ServerEvent[];
let sessions: boolean[];
let timers: { run: () => void; ms: number; cancelled: boolean }[];
let connection: SignalingConnection;
/** An address to which the page's policy allows no socket. */
let forbidden: string | undefined;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;
const due = (ms: number) => timers.find((timer) => !timer.cancelled && timer.ms === ms);
const of = (type: string) => socket().sent.filter((message) => message.type === type);
const slug = (failed: Promise<unknown>): Promise<string> => failed.then(() => 'done', (error: unknown) => (error instanceof SignalError ? error.slug : 'other'));

function run(ms: number): void {
  const timer = due(ms);
  if (!timer) throw new Error(`no timer of ${ms} ms: ${timers.filter(({ cancelled }) => !cancelled).map((each) => each.ms).join()}`);
  timer.cancelled = true;
  timer.run();
}

beforeEach(() => {
  [sockets, urls, lines, heard, sessions, timers] = [[], [], [], [], [], []];
  let tickets = 0;
  forbidden = undefined;
  connection = new SignalingConnection({
    ticket: () => Promise.resolve({ ticket: `t${++tickets}` }),
    open: (url) => {
      if (url !== undefined && url === forbidden) throw new Error('SecurityError');
      urls.push(url);
      sockets.push(new FakeSocket());
      return socket();
    },
    later: (then, ms) => {
      const timer = { run: then, ms, cancelled: false };
      timers.push(timer);
      return () => (timer.cancelled = true);
    },
    random: () => 1,
  });
  connection.listen({ line: (line) => lines.push(line), event: (event) => heard.push(event), session: (resumed) => sessions.push(resumed) });
});

async function greet(ok: object = { session: 's', resumeKey: 'k', limits: { pingSeconds: 20, roomPingSeconds: 5 } }): Promise<void> {
  await settle();
  socket().onopen?.();
  socket().say({ re: of('hello')[0]?.id, ok });
}

async function online(): Promise<void> {
  connection.start();
  await greet();
}

async function breakDown(wait = 500): Promise<void> {
  socket().onclose?.({ code: 1006 });
  run(wait);
  await settle();
}

const again = { session: 's', resumeKey: 'k2', resumed: true };

describe('a signaling session', () => {
  it('says hello with a fresh ticket and is online', async () => {
    await online();
    expect(of('hello')[0]).toMatchObject({ ticket: 't1', client: 'web' });
    expect(lines).toEqual(['off', 'connecting', 'online']);
    expect(sessions).toEqual([false]);
  });

  it('answers ping with pong', async () => {
    await online();
    socket().say({ type: 'ping' });
    expect(socket().sent.at(-1)).toEqual({ type: 'pong' });
  });

  it('passes each durable event on once and acknowledges them together', async () => {
    await online();
    const notify = { type: 'notify', seq: 1, event: 'readingRequest.claimed', resource: 'readingRequest', resourceId: 'r', version: 3 };
    socket().say(notify);
    socket().say(notify);
    socket().say({ type: 'chat.message', seq: 2, room: 'r' });
    expect(heard.map(({ type }) => type)).toEqual(['notify', 'chat.message']);
    expect(of('ack')).toEqual([]);
    run(200);
    expect(of('ack')).toEqual([{ type: 'ack', seq: 2 }]);
  });

  it('passes fleeting events on as they come', async () => {
    await online();
    socket().say({ type: 'board.pointer', room: 'r', from: 'p1', at: {} });
    socket().say({ type: 'board.pointer', room: 'r', from: 'p1', at: {} });
    expect(heard).toHaveLength(2);
  });

  it('resumes with the last number it has seen', async () => {
    await online();
    socket().say({ type: 'notify', seq: 7, event: 'e', resource: 'study', resourceId: 's' });
    await breakDown();
    await greet(again);
    expect(of('hello')[0]).toMatchObject({ ticket: 't2', resume: { session: 's', key: 'k', lastSeq: 7 } });
    expect(sessions).toEqual([false, true]);
  });

  it('tells when the session is another one, whose numbers begin anew', async () => {
    await online();
    socket().say({ type: 'notify', seq: 7, event: 'e', resource: 'study', resourceId: 's' });
    await breakDown();
    await greet({ session: 'other', resumeKey: 'x', resumed: false });
    expect(sessions).toEqual([false, false]);
    socket().say({ type: 'notify', seq: 1, event: 'e', resource: 'study', resourceId: 's' });
    expect(heard).toHaveLength(2);
  });

  it('waits longer after each failure, in a room never longer than four seconds', async () => {
    connection.start();
    await settle();
    await breakDown(500);
    await breakDown(1000);
    connection.holdRoom();
    await breakDown(2000);
    await breakDown(4000);
    await breakDown(4000);
    expect(lines.at(-1)).toBe('connecting');
  });

  it('drops a line that is silent for three pings, in a room sooner', async () => {
    await online();
    const silent = socket();
    socket().say({ type: 'ping' });
    expect(due(62_000)).toBeDefined();
    const release = connection.holdRoom();
    socket().say({ type: 'ping' });
    run(17_000);
    release();
    expect(silent.closed).toBe(4000);
    expect(lines.at(-1)).toBe('waiting');
  });

  it('tries a line at once when the network has changed', async () => {
    await online();
    connection.hurry();
    expect(of('ping')).toHaveLength(1);
    run(4_000);
    expect(lines.at(-1)).toBe('waiting');
    connection.hurry();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it('does not come back after stop', async () => {
    await online();
    connection.stop();
    await settle();
    expect(sockets).toHaveLength(1);
    expect(lines.at(-1)).toBe('off');
  });
});

describe('a request', () => {
  it('gets its own answer', async () => {
    await online();
    const first = connection.ask('hand.raise', { room: 'r' });
    const second = connection.ask('room.leave', { room: 'r' });
    socket().say({ re: of('room.leave')[0]?.id, ok: { left: 1 } });
    socket().say({ re: of('hand.raise')[0]?.id, error: { type: 'not-allowed' } });
    await expect(second).resolves.toEqual({ left: 1 });
    expect(await slug(first)).toBe('not-allowed');
  });

  it('goes again under its id after a resume, while it has no answer', async () => {
    await online();
    const asked = connection.ask('chat.send', { room: 'r', text: 'x' });
    const { id } = of('chat.send')[0] ?? {};
    await breakDown();
    await greet(again);
    expect(of('chat.send')).toEqual([{ id, type: 'chat.send', room: 'r', text: 'x' }]);
    socket().say({ re: id, ok: { message: 'm' } });
    await expect(asked).resolves.toEqual({ message: 'm' });
  });

  it('fails where the session that got it is gone, and only then', async () => {
    await online();
    const got = slug(connection.ask('chat.send', { room: 'r', text: 'x' }));
    socket().onclose?.({ code: 1006 });
    void connection.ask('room.join', { room: 'r' });
    run(500);
    await settle();
    await greet({ session: 'other', resumeKey: 'x', resumed: false });
    expect(await got).toBe('line-lost');
    expect(of('chat.send')).toHaveLength(0);
    expect(of('room.join')).toHaveLength(1);
  });

  it('that came too fast goes again under a new id when the server says', async () => {
    await online();
    const asked = connection.ask('board.mark.add', { room: 'r' });
    socket().say({ re: of('board.mark.add')[0]?.id, error: { type: 'too-many-requests', retryable: true, retryAfterMs: 70 } });
    await settle();
    run(70);
    await settle();
    const [one, two] = of('board.mark.add');
    expect(two?.id).not.toBe(one?.id);
    socket().say({ re: two?.id, ok: {} });
    await expect(asked).resolves.toEqual({});
  });

  it('is given up after a time', async () => {
    connection.start();
    const asked = slug(connection.ask('room.join', { room: 'r' }));
    run(75_000);
    expect(await asked).toBe('no-answer');
  });

  it('without answer is dropped while there is no line', async () => {
    connection.start();
    connection.tell('board.pointer', { room: 'r', at: {} });
    await greet();
    expect(of('board.pointer')).toHaveLength(0);
  });
});

describe('several servers', () => {
  const welcome = { session: 's', resumeKey: 'k', limits: { pingSeconds: 20, roomPingSeconds: 5 }, nodes: ['ws://one', 'ws://two'] };

  async function onOne(): Promise<void> {
    connection.start();
    await greet(welcome);
    expect(await connection.move('ws://one', 'ticket-one')).toBe(true);
    await greet({ ...welcome, session: 'on one' });
  }

  it('takes leave of a server before it goes to another, under a new session', async () => {
    connection.start();
    await greet(welcome);
    const former = socket();
    expect(await connection.move('ws://two', 'other-ticket')).toBe(true);
    expect(former.sent.at(-1)).toMatchObject({ type: 'bye' });
    await greet({ ...welcome, session: 'there' });
    expect(urls.at(-1)).toBe('ws://two');
    expect(of('hello')[0]).toMatchObject({ ticket: 'other-ticket' });
    expect(of('hello')[0]?.resume).toBeUndefined();
    expect(sessions).toEqual([false, false]);
  });

  it('comes back to the server that has the session first, then to another', async () => {
    await onOne();
    await breakDown();
    expect(urls.at(-1)).toBe('ws://one');
    await breakDown(1000);
    expect(urls.at(-1)).toBe('ws://two');
    await greet({ ...welcome, session: 'on two' });
    await breakDown();
    expect(urls.at(-1)).toBe('ws://two');
  });

  it('does not go to a server that could not just be reached', async () => {
    await onOne();
    expect(await connection.move('ws://two', 't')).toBe(true);
    await breakDown();
    expect(urls.at(-1)).toBe('ws://one');
    await greet({ ...welcome, session: 'again' });
    const moved = connection.move('ws://two', 't');
    run(1000);
    expect(await moved).toBe(false);
    run(4000);
    expect(await connection.move('ws://two', 't')).toBe(true);
  });

  it('comes back to where it was when the page may not speak to the other server', async () => {
    await onOne();
    forbidden = 'ws://two';
    expect(await connection.move('ws://two', 't')).toBe(true);
    run(500);
    await settle();
    expect(urls.at(-1)).toBe('ws://one');
    await greet({ ...welcome, session: 'again' });
    expect(lines.at(-1)).toBe('online');
  });

  it('does not leave another room behind', async () => {
    await onOne();
    connection.holdRoom();
    connection.holdRoom();
    expect(await slug(connection.move('ws://two', 't'))).toBe('other-server');
  });

  it('gives up soon on a server that does not answer', async () => {
    await onOne();
    await breakDown();
    run(6000);
    run(1000);
    await settle();
    expect(urls.at(-1)).toBe('ws://two');
  });

  it('joins again and again while a room changes its server', async () => {
    await onOne();
    const joined = connection.ask('room.join', { room: 'r' });
    for (let attempt = 0; attempt < 5; attempt++) {
      socket().say({ re: of('room.join').at(-1)?.id, error: { type: 'room-moved', retryable: true, retryAfterMs: 1000 } });
      await settle();
      run(1000);
      await settle();
    }
    socket().say({ re: of('room.join').at(-1)?.id, ok: { state: 'in' } });
    await expect(joined).resolves.toEqual({ state: 'in' });
  });
});
