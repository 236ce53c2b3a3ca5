import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import type { ReadingRequest } from '@/lib/api/schema';
import { useNow } from '@/lib/time/use-now';
import { adopt } from './api';
import { type Hold, holdOf } from './hold';

const every = 4 * 60_000;

/** Renews the claim while the case is open; `lost` once a claim that was ours is no longer. */
export function useLease(request: ReadingRequest, me: string): { hold: Hold; lost: boolean; letGo: () => void } {
  const queries = useQueryClient();
  const now = useNow();
  const hold = holdOf(request, me, now);
  const mine = hold.kind === 'mine';
  const [held, setHeld] = useState(false);
  if (mine && !held) setHeld(true);
  const renew = useEffectEvent(async () => {
    try {
      adopt(queries, await call('renewReadingLease', { path: { id: request.id } }));
    } catch (error) {
      if (slugOf(error) !== 'offline') void queries.invalidateQueries({ queryKey: keys.readingRequest(request.id), exact: true });
    }
  });
  useEffect(() => {
    if (!mine) return;
    const timer = setInterval(() => void renew(), every);
    const seen = (): void => {
      if (document.visibilityState === 'visible') void renew();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [mine, request.id]);
  const working = request.status === 'claimed' || request.status === 'amending' || request.status === 'submitted' || request.status === 'preliminary';
  return { hold, lost: held && !mine && working, letGo: () => setHeld(false) };
}
