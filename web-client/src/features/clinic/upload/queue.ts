import type { Outcome } from './stow';

export interface Entry {
  id: number;
  file: File;
  progress: number;
  state: 'waiting' | 'sending' | Outcome['state'];
  outcome?: Outcome;
}

export interface UploadState {
  entries: readonly Entry[];
  running: boolean;
}

type Send = (file: File, progress: (part: number) => void, signal: AbortSignal) => Promise<Outcome>;

const parallel = 4;

/** Sends files a few at a time; nothing is given up silently, each has its outcome. Knows no React. */
export class UploadQueue {
  readonly #send: Send;
  readonly #listeners = new Set<() => void>();
  #state: UploadState = { entries: [], running: false };
  #stop = new AbortController();
  #busy = 0;
  #next = 1;

  constructor(send: Send) {
    this.#send = send;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (): UploadState => this.#state;

  add(files: File[]): void {
    const added = files.map((file): Entry => ({ id: this.#next++, file, progress: 0, state: 'waiting' }));
    this.#change([...this.#state.entries, ...added]);
    this.#more();
  }

  retry(): void {
    const again = (entry: Entry): boolean => entry.outcome?.state === 'refused' && entry.outcome.retryable;
    this.#change(this.#state.entries.map((entry) => (again(entry) ? { id: entry.id, file: entry.file, progress: 0, state: 'waiting' } : entry)));
    this.#more();
  }

  cancel(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    const stopped: Outcome = { state: 'refused', reason: 'stopped', retryable: true };
    this.#change(this.#state.entries.map((entry) => (entry.state === 'waiting' ? { ...entry, state: 'refused', outcome: stopped } : entry)));
  }

  clear(): void {
    this.#change(this.#state.entries.filter((entry) => entry.state === 'waiting' || entry.state === 'sending'));
  }

  #more(): void {
    while (this.#busy < parallel) {
      const entry = this.#state.entries.find((each) => each.state === 'waiting');
      if (!entry) break;
      this.#busy += 1;
      this.#update(entry.id, { state: 'sending' });
      const progress = (part: number): void => this.#update(entry.id, { progress: part });
      void this.#send(entry.file, progress, this.#stop.signal).then((outcome) => {
        this.#busy -= 1;
        this.#update(entry.id, { state: outcome.state, outcome, progress: 1 });
        this.#more();
      });
    }
  }

  #update(id: number, change: Partial<Entry>): void {
    this.#change(this.#state.entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)));
  }

  #change(entries: readonly Entry[]): void {
    this.#state = { entries, running: entries.some(({ state }) => state === 'waiting' || state === 'sending') };
    for (const listener of this.#listeners) listener();
  }
}
