import { useSyncExternalStore } from 'react';
import type { Line } from './connection';

let line: Line = 'off';
const listeners = new Set<() => void>();

export function setLine(next: Line): void {
  if (next === line) return;
  line = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** State of the signaling socket, for the dot in the shell. */
export function useLine(): Line {
  return useSyncExternalStore(subscribe, () => line);
}
