import { beforeEach, describe, expect, it } from 'vitest';
import { type Line, type Notification, SignalingConnection, type Socket } from './connection';

class FakeSocket implements Socket {
  sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: FakeSocket[];
let lines: Line[];
let notified: Notification[];
let gaps: number;
let timers: { run: () => void; ms: number; cancelled: boolean }[];
let connection: SignalingConnection;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;
const due = () => timers.filter(({ cancelled }) => !cancelled);

beforeEach(() => {
  [sockets, lines, notified, gaps, timers] = [[], [], [], 0, []];
  let tickets = 0;
  connection = new SignalingConnection({
    ticket: () => Promise.resolve({ ticket: `t${++tickets}` }),
    open: () => {
      sockets.push(new FakeSocket());
      return socket();
    },
    onLine: (line) => lines.push(line),
    onNotify: (notification) => notified.push(notification),
    onGap: () => gaps++,
    later: (run, ms) => {
      const timer = { run, ms, cancelled: false };
      timers.push(timer);
      return () => (timer.cancelled = true);
    },
    random: () => 1,
  });
});

async function greet(ok: object = { session: 's', resumeKey: 'k' }): Promise<void> {
  await settle();
  socket().onopen?.();
  socket().say({ re: socket().sent[0]?.id, ok });
}

async function breakDown(): Promise<void> {
  socket().onclose?.({ code: 1006 });
  due().at(-1)?.run();
  await settle();
}

describe('SignalingConnection', () => {
  it('says hello with a fresh ticket and is online', async () => {
    connection.start();
    await greet();
    expect(socket().sent[0]).toMatchObject({ type: 'hello', ticket: 't1' });
    expect(lines.at(-1)).toBe('online');
  });

  it('answers ping with pong', async () => {
    connection.start();
    await greet();
    socket().say({ type: 'ping' });
    expect(socket().sent.at(-1)).toEqual({ type: 'pong' });
  });

  it('passes each notification on once', async () => {
    connection.start();
    await greet();
    const notify = { type: 'notify', seq: 1, event: 'readingRequest.claimed', resource: 'readingRequest', resourceId: 'r', version: 3 };
    socket().say(notify);
    socket().say(notify);
    expect(notified).toEqual([{ event: 'readingRequest.claimed', resource: 'readingRequest', resourceId: 'r', version: 3 }]);
    expect(socket().sent.filter(({ type }) => type === 'ack')).toEqual([{ type: 'ack', seq: 1 }]);
  });

  it('resumes with the last number it has seen', async () => {
    connection.start();
    await greet();
    socket().say({ type: 'notify', seq: 7, event: 'e', resource: 'study', resourceId: 's' });
    await breakDown();
    await greet({ session: 's', resumeKey: 'k2', resumed: true });
    expect(socket().sent[0]).toMatchObject({ ticket: 't2', resume: { session: 's', key: 'k', lastSeq: 7 } });
    expect(gaps).toBe(0);
  });

  it('tells of a gap when the session could not be resumed', async () => {
    connection.start();
    await greet();
    await breakDown();
    await greet({ session: 'other', resumeKey: 'x', resumed: false });
    expect(gaps).toBe(1);
    socket().say({ type: 'notify', seq: 1, event: 'e', resource: 'study', resourceId: 's' });
    expect(notified).toHaveLength(1);
  });

  it('waits longer after each failure', async () => {
    connection.start();
    await settle();
    await breakDown();
    await breakDown();
    socket().onclose?.({ code: 1006 });
    expect(lines.at(-1)).toBe('waiting');
    expect(due().at(-1)?.ms).toBe(2000);
  });

  it('drops a silent line', async () => {
    connection.start();
    await greet();
    const silent = socket();
    due().at(-1)?.run();
    expect(silent.closed).toBe(true);
    expect(lines.at(-1)).toBe('waiting');
  });

  it('does not come back after stop', async () => {
    connection.start();
    await greet();
    connection.stop();
    await settle();
    expect(sockets).toHaveLength(1);
    expect(lines.at(-1)).toBe('off');
  });
});
