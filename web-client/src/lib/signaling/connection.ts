import { backoff } from './backoff';

export type Line = 'off' | 'connecting' | 'online' | 'waiting';

export interface Notification {
  event: string;
  resource: string;
  resourceId: string;
  version?: number;
}

/** The part of WebSocket that is used; a test gives its own. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface Surroundings {
  ticket: () => Promise<{ ticket: string; url?: string | undefined }>;
  open: (url: string | undefined) => Socket;
  onLine: (line: Line) => void;
  onNotify: (notification: Notification) => void;
  /** Events may have been missed: everything on screen is to be fetched anew. */
  onGap: () => void;
  later: (run: () => void, ms: number) => () => void;
  random: () => number;
}

interface Message {
  type?: string;
  re?: number;
  seq?: number;
  ok?: { session?: string; resumeKey?: string; resumed?: boolean };
  error?: { type?: string; retryable?: boolean; retryAfterMs?: number };
  event?: string;
  resource?: string;
  resourceId?: string;
  version?: number;
}

/** Silence after which the line counts as dead: three pings of the server (20 s outside rooms). */
const silence = 65_000;

/** One tab's signaling session (huizhen.v1): hello, resume after a break, ping and pong, notify. Nothing here knows React. */
export class SignalingConnection {
  readonly #around: Surroundings;
  #socket: Socket | undefined;
  #resume: { session: string; key: string } | undefined;
  #lastSeq = 0;
  #attempts = 0;
  #stopped = true;
  #everOnline = false;
  #cancelTimer: () => void = () => undefined;
  #helloId = 0;

  constructor(around: Surroundings) {
    this.#around = around;
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
    if (socket) {
      socket.onclose = null;
      socket.close(1000);
    }
    this.#resume = undefined;
    this.#around.onLine('off');
  }

  /** Tries at once, for example when the browser says that the network is back. */
  hurry(): void {
    if (this.#stopped || this.#socket) return;
    this.#cancelTimer();
    this.#attempts = 0;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#around.onLine('connecting');
    let answer: { ticket: string; url?: string | undefined };
    try {
      answer = await this.#around.ticket();
    } catch {
      this.#retry();
      return;
    }
    if (this.#isStopped()) return;
    const socket = this.#around.open(answer.url);
    this.#socket = socket;
    this.#watch(socket);
    socket.onopen = () => this.#hello(socket, answer.ticket);
    socket.onmessage = (message) => this.#receive(socket, message.data);
    socket.onclose = () => this.#lost(socket);
  }

  // a function of its own: stop() may run while the ticket is awaited
  #isStopped(): boolean {
    return this.#stopped;
  }

  #hello(socket: Socket, ticket: string): void {
    this.#helloId += 1;
    const resume = this.#resume ? { ...this.#resume, lastSeq: this.#lastSeq } : undefined;
    socket.send(JSON.stringify({ id: this.#helloId, type: 'hello', ticket, resume, client: 'web' }));
  }

  #receive(socket: Socket, data: unknown): void {
    if (socket !== this.#socket || typeof data !== 'string') return;
    this.#watch(socket);
    let message: Message;
    try {
      message = JSON.parse(data) as Message;
    } catch {
      return;
    }
    if (message.re === this.#helloId) this.#greeted(socket, message);
    else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    else if (message.seq !== undefined) this.#event(socket, message, message.seq);
  }

  #greeted(socket: Socket, message: Message): void {
    if (message.error) {
      this.#resume = undefined;
      this.#lost(socket);
      socket.close(1000);
      return;
    }
    const resumed = message.ok?.resumed === true;
    if (!resumed) this.#lastSeq = 0;
    if (message.ok?.session && message.ok.resumeKey) this.#resume = { session: message.ok.session, key: message.ok.resumeKey };
    this.#attempts = 0;
    this.#around.onLine('online');
    if (this.#everOnline && !resumed) this.#around.onGap();
    this.#everOnline = true;
  }

  #event(socket: Socket, message: Message, seq: number): void {
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    socket.send(JSON.stringify({ type: 'ack', seq }));
    if (message.type === 'notify' && message.resource && message.resourceId) {
      const { event = '', resource, resourceId, version } = message;
      this.#around.onNotify({ event, resource, resourceId, ...(version === undefined ? {} : { version }) });
    }
  }

  #lost(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#cancelTimer();
    if (!this.#stopped) this.#retry();
  }

  #retry(): void {
    if (this.#stopped) return;
    this.#around.onLine('waiting');
    const wait = backoff(this.#attempts, this.#around.random());
    this.#attempts += 1;
    this.#cancelTimer = this.#around.later(() => void this.#connect(), wait);
  }

  #watch(socket: Socket): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#around.later(() => {
      this.#lost(socket);
      socket.close(4000);
    }, silence);
  }
}
