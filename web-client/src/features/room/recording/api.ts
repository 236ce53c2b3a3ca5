import { useQuery } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { Recording } from '@/lib/api/schema';

const lookEvery = 5_000;

/** Where recordings belong: one room, all rooms of a case, all rooms of a patient. */
export type Kept = { roomId: string } | { readingRequestId: string } | { patientId: string };

/** What was recorded, as far as one may see it; looked at again while one of them is not finished. */
export function useRecordings(kept: Kept) {
  return useQuery({
    queryKey: keys.recordings(kept),
    queryFn: ({ signal }) => ('roomId' in kept ? call('listRoomRecordings', { path: { id: kept.roomId }, signal }) : call('listRecordings', { query: kept, signal })),
    // those that were asked for and never begun hold nothing
    select: ({ items }) => items.filter(({ beganAt }) => beganAt !== undefined),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.items.some((each) => ['running', 'waiting'].includes(each.state)) ? lookEvery : false),
  });
}

/** Where a player finds a recording, or one part of it. */
export function contentOf(id: string, part?: string): string {
  const whole = `/api/v1/recordings/${encodeURIComponent(id)}/content`;
  return part ? `${whole}?part=${encodeURIComponent(part)}` : whole;
}

/** What each person said last: they may have agreed and taken it back. */
export function lastAnswers({ consents }: Pick<Recording, 'consents'>): Recording['consents'] {
  return [...new Map(consents.map((each) => [each.person.userId, each])).values()];
}
