import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '@/lib/api/call';
import { staleAfter } from '@/lib/api/stale';
import { type Socket, SignalingConnection } from './connection';
import { setLine } from './line';

const gather = 150;

/** Keeps the tab's signaling session while mounted and refetches what its events make stale. */
export function useSignaling(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const waiting = new Map<string, readonly unknown[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      for (const queryKey of waiting.values()) void queries.invalidateQueries({ queryKey });
      waiting.clear();
    };
    const connection = new SignalingConnection({
      ticket: () => call('createSessionTicket'),
      open: openSocket,
      onLine: setLine,
      onNotify: ({ resource, resourceId }) => {
        for (const key of staleAfter(resource, resourceId)) waiting.set(JSON.stringify(key), key);
        timer ??= setTimeout(flush, gather);
      },
      onGap: () => void queries.invalidateQueries(),
      later: (run, ms) => {
        const handle = setTimeout(run, ms);
        return () => clearTimeout(handle);
      },
      random: Math.random,
    });
    const hurry = (): void => connection.hurry();
    window.addEventListener('online', hurry);
    connection.start();
    return () => {
      window.removeEventListener('online', hurry);
      clearTimeout(timer);
      connection.stop();
    };
  }, [queries]);
}

function openSocket(url: string | undefined): Socket {
  const own = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/signal`;
  return new WebSocket(url ?? own, 'huizhen.v1') as unknown as Socket;
}
