/** A value with listeners, as React's useSyncExternalStore wants it; changes nothing where nothing is new. */
export class Store<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get = (): Value => this.#value;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(next: Value): void {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener();
  }

  change(part: Partial<Value>): void {
    const keys = Object.keys(part) as (keyof Value)[];
    if (keys.every((key) => Object.is(part[key], this.#value[key]))) return;
    this.set({ ...this.#value, ...part });
  }
}
