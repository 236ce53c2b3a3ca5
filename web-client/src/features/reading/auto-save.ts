export type SaveStatus = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed' | 'refused' | 'stale' | 'lost';

/** What the server keeps of a draft; versions only grow. */
export interface Stored<C> {
  content: C;
  version: number;
  savedAt?: string | undefined;
}

export interface SaveState<C> {
  status: SaveStatus;
  /** The words in hand: only the writer changes them, or an answer while nothing of theirs is unsaved. */
  content: C;
  savedAt: string | undefined;
  error: unknown;
}

export interface Keeper<C> {
  save: (content: C, version: number) => Promise<Stored<C>>;
  load: () => Promise<Stored<C>>;
  same: (a: C, b: C) => boolean;
  /** The slug of a refusal, `offline` where there was no answer. */
  slug: (error: unknown) => string;
  later: (run: () => void, ms: number) => () => void;
}

const pause = 1200;
const again = 5000;
const blocked: SaveStatus[] = ['failed', 'refused', 'stale', 'lost'];

/**
 * The draft under the writer's hands. Saved a moment after the last keystroke, one save at a time, each based on the
 * version that the answer before it named. What the server tells in between (`offer`) is taken only where it cannot cost a
 * word; words of somebody else make a conflict that the writer decides.
 */
export class AutoSave<C> {
  readonly #keeper: Keeper<C>;
  readonly #listeners = new Set<() => void>();
  #state: SaveState<C>;
  #version: number;
  /** The content of `#version`, as far as it is known here. */
  #base: C;
  #unsaved = false;
  #running: Promise<void> | undefined;
  #offered: Stored<C> | undefined;
  #theirs: Stored<C> | undefined;
  #cancel: () => void = () => undefined;

  constructor(keeper: Keeper<C>, start: Stored<C>) {
    this.#keeper = keeper;
    this.#version = start.version;
    this.#base = start.content;
    this.#state = { status: start.savedAt ? 'saved' : 'clean', content: start.content, savedAt: start.savedAt, error: undefined };
  }

  readonly get = (): SaveState<C> => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Nothing is left to save. */
  get settled(): boolean {
    return !this.#unsaved && this.#running === undefined;
  }

  edit(content: C): void {
    this.#unsaved = true;
    const { status } = this.#state;
    const keeps = status === 'saving' || status === 'stale' || status === 'lost';
    this.#set({ content, status: keeps ? status : 'dirty' });
    if (status !== 'stale' && status !== 'lost') this.#schedule(pause);
  }

  /** What the server was seen to hold: after a claim, after a notice, when the page is opened again. */
  offer(stored: Stored<C>): void {
    if (this.#running) {
      // it may be our own save, seen before its answer
      if (stored.version > (this.#offered?.version ?? this.#version)) this.#offered = stored;
      return;
    }
    if (stored.version <= this.#version) return;
    if (!this.#unsaved) {
      this.#accept(stored, stored.content);
    } else if (this.#keeper.same(stored.content, this.#state.content)) {
      this.#unsaved = false;
      this.#accept(stored, this.#state.content);
    } else if (this.#keeper.same(stored.content, this.#base)) {
      this.#rebase(stored);
    } else {
      this.#conflict(stored, undefined);
    }
  }

  /** The claim is ours again: words that were kept meanwhile are saved. */
  regained(): void {
    if (this.#state.status !== 'lost') return;
    this.#set({ status: this.#unsaved ? 'dirty' : 'saved', error: undefined });
    if (this.#unsaved) this.#schedule(0);
  }

  /** Ends a conflict with the writer's words, saved over the others'. */
  keepMine(): void {
    if (this.#state.status !== 'stale' || !this.#theirs) return;
    this.#rebase(this.#theirs);
    this.#schedule(0);
  }

  /** Ends a conflict, or a claim that is lost, with what the server holds; the words in hand go. */
  async takeTheirs(): Promise<void> {
    this.#cancel();
    const stored = await this.#keeper.load();
    this.#unsaved = false;
    this.#accept(stored, stored.content);
  }

  /** Saves what is pending now; false when that is refused. */
  async flush(): Promise<boolean> {
    this.#cancel();
    if (this.#unsaved && this.#stopped()) return false;
    while (!this.settled) {
      await (this.#running ?? this.#start());
      if (blocked.includes(this.#state.status)) return false;
    }
    return !blocked.includes(this.#state.status);
  }

  /** The page goes away: saves what is left without anybody waiting for it. */
  leave(): void {
    if (!this.#unsaved || this.#running || this.#stopped() || this.#state.status === 'refused') return;
    this.#cancel();
    void this.#start();
  }

  #stopped(): boolean {
    return this.#state.status === 'stale' || this.#state.status === 'lost';
  }

  #schedule(ms: number): void {
    this.#cancel();
    this.#cancel = this.#keeper.later(() => {
      if (!this.#running && this.#unsaved) void this.#start();
    }, ms);
  }

  #start(): Promise<void> {
    this.#running = this.#save().finally(() => {
      this.#running = undefined;
      const offered = this.#offered;
      this.#offered = undefined;
      if (offered) this.offer(offered);
      if (this.#unsaved && this.#state.status === 'dirty') this.#schedule(pause);
      this.#tell();
    });
    return this.#running;
  }

  async #save(): Promise<void> {
    const { content } = this.#state;
    this.#unsaved = false;
    this.#set({ status: 'saving', error: undefined });
    try {
      const stored = await this.#keeper.save(content, this.#version);
      this.#version = stored.version;
      this.#base = content;
      this.#set({ status: this.#hasMore() ? 'dirty' : 'saved', savedAt: stored.savedAt });
    } catch (error) {
      this.#unsaved = true;
      await this.#refused(error, content);
    }
  }

  // a function of its own: edit() may run while a save is awaited
  #hasMore(): boolean {
    return this.#unsaved;
  }

  async #refused(error: unknown, sent: C): Promise<void> {
    switch (this.#keeper.slug(error)) {
      case 'stale-version':
        return this.#compare(error, sent);
      case 'not-claimed':
      case 'already-claimed':
      case 'wrong-state':
        { this.#set({ status: 'lost', error }); return; }
      case 'offline':
      case 'unavailable':
      case 'internal-error':
      case 'too-many-requests':
        this.#set({ status: 'failed', error });
        { this.#schedule(again); return; }
      default:
        { this.#set({ status: 'refused', error }); return; }
    }
  }

  /** A version we did not know of: our own save whose answer was lost, the same words, or somebody else's. */
  async #compare(error: unknown, sent: C): Promise<void> {
    let stored: Stored<C>;
    try {
      stored = await this.#keeper.load();
    } catch (unread) {
      this.#set({ status: 'failed', error: unread });
      this.#schedule(again); return;
    }
    if (this.#keeper.same(stored.content, sent)) {
      this.#unsaved = !this.#keeper.same(this.#state.content, sent);
      this.#version = stored.version;
      this.#base = stored.content;
      this.#set({ status: this.#unsaved ? 'dirty' : 'saved', savedAt: stored.savedAt });
    } else if (this.#keeper.same(stored.content, this.#base)) {
      this.#rebase(stored);
    } else {
      this.#conflict(stored, error);
    }
  }

  #accept(stored: Stored<C>, content: C): void {
    this.#version = stored.version;
    this.#base = stored.content;
    this.#theirs = undefined;
    this.#cancel();
    this.#set({ status: stored.savedAt ? 'saved' : 'clean', content, savedAt: stored.savedAt, error: undefined });
  }

  #rebase(stored: Stored<C>): void {
    this.#version = stored.version;
    this.#base = stored.content;
    this.#theirs = undefined;
    this.#set({ status: 'dirty', error: undefined });
  }

  #conflict(theirs: Stored<C>, error: unknown): void {
    this.#theirs = theirs;
    this.#cancel();
    this.#set({ status: 'stale', error });
  }

  #set(change: Partial<SaveState<C>>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
