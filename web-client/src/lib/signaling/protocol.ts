/** The state of a tab's line to the server. */
export type Line = 'off' | 'connecting' | 'online' | 'waiting';

/** What the server says by itself; `seq` is read by the connection and means nothing to others. */
export interface ServerEvent {
  type: string;
  [field: string]: unknown;
}

/** A message of huizhen.v1 as it comes in: an answer (`re`), a durable event (`seq`) or a fleeting one. */
export interface Incoming extends Partial<ServerEvent> {
  re?: number;
  seq?: number;
  ok?: Record<string, unknown>;
  error?: Refusal;
}

export interface Refusal {
  type: string;
  detail?: string;
  retryable?: boolean;
  retryAfterMs?: number;
}

/** A request that was refused by the server, or `line-lost`: the session that it belonged to is gone; `other-server`: see `move`. */
export class SignalError extends Error {
  readonly slug: string;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.type);
    this.name = 'SignalError';
    this.slug = refusal.type;
    this.detail = refusal.detail;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

/** The part of WebSocket that is used; a test gives its own. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export type Later = (run: () => void, ms: number) => () => void;

/** What a part of the page hears. */
export interface Listener {
  event?: (event: ServerEvent) => void;
  /** The tab has a session: the same one again, or another, in which nothing of the former holds. */
  session?: (resumed: boolean) => void;
  line?: (line: Line) => void;
}

/** What the rest of the page uses of a tab's signaling session. */
export interface Signaling {
  /** Sends a request and waits for its answer; over a break of the line too, and then done once only. @throws SignalError */
  ask<Answer = Record<string, unknown>>(type: string, fields?: object): Promise<Answer>;
  /** Sends what needs no answer and is worth nothing later: dropped while there is no line. */
  tell(type: string, fields?: object): void;
  listen(listener: Listener): () => void;
  /** While held, the server pings more often and a silent line is given up sooner. */
  holdRoom(): () => void;
  /** The network has changed: try at once. */
  hurry(): void;
  /**
   * Another server has the room: goes there, under a new session. False after a pause when that server cannot be reached now: ask
   * again who has it. @throws SignalError `other-server` when the tab is in another room too
   */
  move(url: string, ticket: string): Promise<boolean>;
}
