export type SaveStatus = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed' | 'refused' | 'stale' | 'lost';

export interface SaveState {
  status: SaveStatus;
  savedAt: string | undefined;
  error: unknown;
}

export interface Saved {
  version: number;
  savedAt?: string | undefined;
}

export interface Keeper<C> {
  save: (content: C, version: number) => Promise<Saved>;
  /** The slug of a refusal, `offline` where there was no answer. */
  slug: (error: unknown) => string;
  later: (run: () => void, ms: number) => () => void;
  onState: (state: SaveState) => void;
}

const pause = 1200;
const again = 5000;

/** Saves a draft a moment after the last keystroke, one save at a time, each based on the version before it. */
export class AutoSave<C> {
  readonly #keeper: Keeper<C>;
  #version: number;
  #state: SaveState;
  #pending: { content: C } | undefined;
  #running: Promise<void> | undefined;
  #cancel: () => void = () => undefined;

  constructor(keeper: Keeper<C>, start: Saved) {
    this.#keeper = keeper;
    this.#version = start.version;
    this.#state = { status: start.savedAt ? 'saved' : 'clean', savedAt: start.savedAt, error: undefined };
  }

  get state(): SaveState {
    return this.#state;
  }

  edit(content: C): void {
    this.#pending = { content };
    if (this.#state.status === 'stale' || this.#state.status === 'lost') return;
    if (this.#state.status !== 'saving') this.#set('dirty');
    this.#schedule(pause);
  }

  /** Saves what is pending now; false when that is refused. */
  async flush(): Promise<boolean> {
    this.#cancel();
    if (this.#pending && (this.#state.status === 'stale' || this.#state.status === 'lost')) return false;
    while (this.#running || this.#pending) {
      if (this.#running) await this.#running;
      else await this.#start();
      if (this.#blocked()) return false;
    }
    return !this.#blocked();
  }

  /** The page goes away: tries a last time, without waiting. */
  leave(): void {
    this.#cancel();
    if (this.#pending && !this.#running && !this.#blocked()) void this.#start();
  }

  #blocked(): boolean {
    return ['failed', 'refused', 'stale', 'lost'].includes(this.#state.status);
  }

  #schedule(ms: number): void {
    this.#cancel();
    this.#cancel = this.#keeper.later(() => {
      if (!this.#running) void this.#start();
    }, ms);
  }

  #start(): Promise<void> {
    this.#running = this.#save().finally(() => {
      this.#running = undefined;
      if (this.#pending && this.#state.status === 'dirty') this.#schedule(pause);
    });
    return this.#running;
  }

  async #save(): Promise<void> {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = undefined;
    this.#set('saving');
    try {
      const saved = await this.#keeper.save(pending.content, this.#version);
      this.#version = saved.version;
      this.#set(this.#hasMore() ? 'dirty' : 'saved', undefined, saved.savedAt);
    } catch (error) {
      this.#pending ??= pending;
      this.#refused(error);
    }
  }

  // a function of its own: edit() may run while a save is awaited
  #hasMore(): boolean {
    return this.#pending !== undefined;
  }

  #refused(error: unknown): void {
    switch (this.#keeper.slug(error)) {
      case 'stale-version':
        { this.#set('stale', error); return; }
      case 'not-claimed':
      case 'already-claimed':
      case 'wrong-state':
        { this.#set('lost', error); return; }
      case 'offline':
      case 'unavailable':
      case 'internal-error':
      case 'too-many-requests':
        this.#set('failed', error);
        { this.#schedule(again); return; }
      default:
        { this.#set('refused', error); return; }
    }
  }

  #set(status: SaveStatus, error?: unknown, savedAt = this.#state.savedAt): void {
    this.#state = { status, savedAt, error };
    this.#keeper.onState(this.#state);
  }
}
