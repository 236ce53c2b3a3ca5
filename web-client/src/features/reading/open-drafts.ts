/** What can be left while something of it is still to be saved. */
interface Settling {
  settled: boolean;
  leave: () => void;
  subscribe: (listener: () => void) => () => void;
}

/**
 * The drafts of this tab by key. A page that is left with words unsaved finds them again when it is opened the next time:
 * one writer and one draft have one saver, however often the page comes and goes.
 */
export class OpenDrafts<S extends Settling> {
  readonly #open = new Map<string, { saver: S; users: number }>();

  of(key: string, create: () => S): S {
    const found = this.#open.get(key);
    if (found) return found.saver;
    const saver = create();
    this.#open.set(key, { saver, users: 0 });
    return saver;
  }

  /** Counts a page as user of the saver until the answer is called. */
  enter(key: string, saver: S): () => void {
    const entry = this.#open.get(key) ?? { saver, users: 0 };
    this.#open.set(key, entry);
    entry.users++;
    return () => {
      entry.users--;
      saver.leave();
      const forget = saver.subscribe(() => this.#tidy(key, forget));
      this.#tidy(key, forget);
    };
  }

  #tidy(key: string, forget: () => void): void {
    const entry = this.#open.get(key);
    const left = entry?.users === 0;
    if (left && !entry.saver.settled) return;
    forget();
    if (left) this.#open.delete(key);
  }
}
