import { backoff } from './backoff';
import { type Incoming, type Later, type Line, type Listener, type ServerEvent, type Signaling, SignalError, type Socket } from './protocol';
import { Requests } from './requests';

export interface Surroundings {
  ticket: () => Promise<{ ticket: string; url?: string | undefined }>;
  open: (url: string | undefined) => Socket;
  later: Later;
  random: () => number;
}

const closedByUs = 4000;
/** Events are acknowledged together. */
const gather = 200;
const attempts = 3;
/** Until a room that has lost its server is on another one. */
const joins = 30;
/** A server that could not be reached is not tried again for so long where there are others. */
const shunned = 4_000;
const connecting = 6_000;

/** What hello is answered. */
interface Welcome {
  session?: string;
  resumeKey?: string;
  resumed?: boolean;
  limits?: { pingSeconds?: number; roomPingSeconds?: number };
  nodes?: string[];
}

/** How often a request is sent that is refused for the time being. */
function patience(refusal: string, type: string): number {
  if (refusal === 'room-moved' && type === 'room.join') return joins;
  return refusal === 'too-many-requests' ? attempts : 0;
}

/** One tab's signaling session (huizhen.v1): hello, resume after a break, ping and pong, requests, events. Nothing here knows React. */
export class SignalingConnection implements Signaling {
  readonly #around: Surroundings;
  readonly #requests: Requests;
  readonly #listeners = new Set<Listener>();
  #socket: Socket | undefined;
  #greeted = false;
  #resume: { session: string; key: string } | undefined;
  #lastSeq = 0;
  #acknowledged = 0;
  #attempts = 0;
  #stopped = true;
  #line: Line = 'off';
  #rooms = 0;
  #pings = { outside: 20_000, room: 5_000 };
  #cancelTimer: () => void = () => undefined;
  #acknowledging = false;
  #helloId = 0;
  /** Of the server that has the session, and of all that live; empty where there is only one. */
  #url: string | undefined;
  #nodes: readonly string[] = [];
  readonly #shunned = new Set<string>();

  constructor(around: Surroundings) {
    this.#around = around;
    this.#requests = new Requests(around.later);
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = undefined;
    this.#greeted = false;
    if (socket) {
      socket.onclose = null;
      socket.close(1000);
    }
    this.#resume = undefined;
    this.#requests.end();
    this.#setLine('off');
  }

  hurry(): void {
    if (this.#stopped) return;
    if (this.#greeted) {
      // a socket of the former network would stay silent until it is given up
      void this.ask('ping').catch(() => undefined);
      if (this.#socket) this.#watch(this.#socket, undefined, 4_000);
      return;
    }
    if (this.#socket) return;
    this.#cancelTimer();
    this.#attempts = 0;
    void this.#connect();
  }

  async ask<Answer = Record<string, unknown>>(type: string, fields: object = {}): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.#requests.ask(type, fields, this.#greeted ? this.#send : undefined)) as Answer;
      } catch (error) {
        if (!(error instanceof SignalError) || attempt >= patience(error.slug, type)) throw error;
        const wait = error.retryAfterMs ?? 500;
        await new Promise<void>((resolve) => this.#around.later(resolve, wait));
      }
    }
  }

  tell(type: string, fields: object = {}): void {
    if (this.#greeted) this.#send(JSON.stringify({ ...fields, type }));
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener.line?.(this.#line);
    return () => this.#listeners.delete(listener);
  }

  holdRoom(): () => void {
    this.#rooms += 1;
    let held = true;
    return () => {
      if (held) this.#rooms -= 1;
      held = false;
    };
  }

  async move(url: string, ticket: string): Promise<boolean> {
    // a tab has one line: two rooms on two servers would send it to and fro
    if (this.#rooms > 1) throw new SignalError({ type: 'other-server' });
    if (this.#shunned.has(url)) {
      await new Promise<void>((resolve) => this.#around.later(resolve, 1_000));
      return false;
    }
    const former = this.#socket;
    if (this.#greeted) this.#send(JSON.stringify({ id: this.#requests.nextId(), type: 'bye' }));
    this.#socket = undefined;
    this.#greeted = false;
    this.#resume = undefined;
    this.#cancelTimer();
    former?.close(1000);
    if (!this.#isStopped()) {
      this.#setLine('connecting');
      this.#open(url, ticket);
    }
    return true;
  }

  readonly #send = (text: string): void => this.#socket?.send(text);

  async #connect(): Promise<void> {
    this.#setLine('connecting');
    let answer: { ticket: string; url?: string | undefined };
    try {
      answer = await this.#around.ticket();
    } catch {
      this.#retry();
      return;
    }
    if (this.#isStopped() || this.#socket) return;
    this.#open(this.#target(answer.url), answer.ticket);
  }

  /** The server that has the session first; one that cannot be reached gives way to the next. */
  #target(asked: string | undefined): string | undefined {
    const all = [...new Set([this.#url, asked, ...this.#nodes])].filter((url) => url !== undefined);
    if (this.#nodes.length === 0) return asked;
    return all.find((url) => !this.#shunned.has(url)) ?? all[this.#attempts % all.length];
  }

  #open(url: string | undefined, ticket: string): void {
    let socket: Socket;
    try {
      socket = this.#around.open(url);
    } catch {
      // some browsers throw where the page's policy does not know the server
      this.#shun(url);
      this.#retry();
      return;
    }
    this.#socket = socket;
    this.#watch(socket, url, this.#nodes.length > 0 ? connecting : undefined);
    socket.onopen = () => this.#hello(socket, ticket);
    socket.onmessage = (message) => this.#receive(socket, url, message.data);
    socket.onclose = () => this.#lost(socket, url);
  }

  // a function of its own: stop() may run while the ticket is awaited
  #isStopped(): boolean {
    return this.#stopped;
  }

  #hello(socket: Socket, ticket: string): void {
    this.#helloId = this.#requests.nextId();
    const resume = this.#resume ? { ...this.#resume, lastSeq: this.#lastSeq } : undefined;
    socket.send(JSON.stringify({ id: this.#helloId, type: 'hello', ticket, resume, client: 'web' }));
  }

  #receive(socket: Socket, url: string | undefined, data: unknown): void {
    if (socket !== this.#socket || typeof data !== 'string') return;
    this.#watch(socket, url);
    let message: Incoming;
    try {
      message = JSON.parse(data) as Incoming;
    } catch {
      return;
    }
    if (message.re !== undefined && message.re === this.#helloId) this.#answered(socket, url, message);
    else if (this.#requests.answered(message)) return;
    else if (message.type === 'ping') socket.send('{"type":"pong"}');
    else if (message.type !== undefined) this.#event(message);
  }

  #answered(socket: Socket, url: string | undefined, { ok, error }: Incoming): void {
    if (error) {
      this.#resume = undefined;
      this.#lost(socket, url);
      socket.close(1000);
      return;
    }
    const { session, resumeKey, resumed, limits, nodes } = (ok ?? {}) as Welcome;
    if (resumed !== true) this.#lastSeq = this.#acknowledged = 0;
    if (session && resumeKey) this.#resume = { session, key: resumeKey };
    if (limits?.pingSeconds && limits.roomPingSeconds) this.#pings = { outside: limits.pingSeconds * 1000, room: limits.roomPingSeconds * 1000 };
    this.#attempts = 0;
    this.#url = url;
    this.#nodes = nodes ?? [];
    this.#greeted = true;
    this.#requests.session(resumed === true, this.#send);
    this.#setLine('online');
    for (const listener of [...this.#listeners]) listener.session?.(resumed === true);
  }

  #event(event: Incoming): void {
    const { seq } = event;
    if (seq !== undefined) {
      if (seq <= this.#lastSeq) return;
      this.#lastSeq = seq;
      if (!this.#acknowledging) this.#around.later(() => this.#acknowledge(), gather);
      this.#acknowledging = true;
    }
    for (const listener of [...this.#listeners]) listener.event?.(event as ServerEvent);
  }

  #acknowledge(): void {
    this.#acknowledging = false;
    if (this.#greeted && this.#lastSeq > this.#acknowledged) {
      this.#acknowledged = this.#lastSeq;
      this.tell('ack', { seq: this.#lastSeq });
    }
  }

  #lost(socket: Socket, url?: string): void {
    if (socket !== this.#socket) return;
    if (!this.#greeted) this.#shun(url);
    this.#socket = undefined;
    this.#greeted = false;
    this.#cancelTimer();
    if (!this.#stopped) this.#retry();
  }

  #shun(url: string | undefined): void {
    if (url === undefined || this.#nodes.length === 0) return;
    this.#shunned.add(url);
    this.#around.later(() => this.#shunned.delete(url), shunned);
  }

  #retry(): void {
    if (this.#stopped) return;
    this.#setLine('waiting');
    const wait = backoff(this.#attempts, this.#around.random(), this.#rooms > 0 ? 4_000 : 30_000);
    this.#attempts += 1;
    this.#cancelTimer = this.#around.later(() => void this.#connect(), wait);
  }

  /** A line that is silent for three pings of the server is dead. */
  #watch(socket: Socket, url?: string, within = 3 * (this.#rooms > 0 ? this.#pings.room : this.#pings.outside) + 2_000): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#around.later(() => {
      this.#lost(socket, this.#greeted ? undefined : url);
      socket.close(closedByUs);
    }, within);
  }

  #setLine(line: Line): void {
    if (line === this.#line) return;
    this.#line = line;
    for (const listener of [...this.#listeners]) listener.line?.(line);
  }
}
