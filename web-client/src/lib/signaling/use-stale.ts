import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { staleAfter } from '@/lib/api/stale';
import type { Signaling } from './protocol';

const gather = 150;

/** Fetches anew what the server's notifications make stale; after a break in which some may have been missed, everything on screen. */
export function useStale(signaling: Signaling): void {
  const queries = useQueryClient();
  useEffect(() => {
    const waiting = new Map<string, readonly unknown[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before = false;
    const flush = (): void => {
      timer = undefined;
      for (const queryKey of waiting.values()) void queries.invalidateQueries({ queryKey });
      waiting.clear();
    };
    const end = signaling.listen({
      event: ({ type, resource, resourceId }) => {
        if (type === 'notify.missed') void queries.invalidateQueries();
        if (type !== 'notify' || typeof resource !== 'string' || typeof resourceId !== 'string') return;
        for (const key of staleAfter(resource, resourceId)) waiting.set(JSON.stringify(key), key);
        timer ??= setTimeout(flush, gather);
      },
      session: (resumed) => {
        if (before && !resumed) void queries.invalidateQueries();
        before = true;
      },
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [queries, signaling]);
}
