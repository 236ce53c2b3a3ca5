import { useSyncExternalStore } from 'react';

interface Readable<Value> {
  get: () => Value;
  subscribe: (listener: () => void) => () => void;
}

export function useStore<Value>(store: Readable<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
