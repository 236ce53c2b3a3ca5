import type { QueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ReadingRequest } from '@/lib/api/schema';
import { waitingQuery } from '@/features/worklist';

/**
 * The case to open after one is done, narrowed as the list that it came from (`from`, its address): an emergency first, then
 * the next free one of that list, else the most pressing one.
 */
export async function nextCase(queries: QueryClient, kind: 'write' | 'review', current: string, { from = '', queue = [] }: { from?: string; queue?: string[] }, me: string): Promise<string | undefined> {
  const query = { ...waitingQuery(from, kind), limit: 100 };
  const page = await queries
    .query({ queryKey: [...keys.readingRequests, 'next', query], queryFn: ({ signal }) => call('listReadingRequests', { query, signal }), staleTime: 0 })
    .catch(() => undefined);
  return chooseNext(page?.items ?? [], current, queue, me);
}

export function chooseNext(candidates: ReadingRequest[], current: string, queue: string[], me: string): string | undefined {
  const free = candidates.filter(
    (request) =>
      request.id !== current &&
      (!request.claimedBy || request.claimedBy.id === me) &&
      (request.status !== 'written' || request.writer?.id !== me),
  );
  const pressing = free.find((request) => request.priority === 'emergency');
  if (pressing) return pressing.id;
  const after = queue.slice(queue.indexOf(current) + 1);
  return after.find((id) => free.some((request) => request.id === id)) ?? free[0]?.id;
}
