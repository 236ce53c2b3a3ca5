import { useQuery } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';

const lookEvery = 5_000;

/** What was recorded in a room; looked at again while one of them is not finished. */
export function useRecordings(roomId: string) {
  return useQuery({
    queryKey: keys.roomRecordings(roomId),
    queryFn: ({ signal }) => call('listRoomRecordings', { path: { id: roomId }, signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.items.some((each) => ['running', 'waiting'].includes(each.state)) ? lookEvery : false),
  });
}

/** Where a player finds a recording, or one part of it. */
export function contentOf(id: string, part?: string): string {
  const whole = `/api/v1/recordings/${encodeURIComponent(id)}/content`;
  return part ? `${whole}?part=${encodeURIComponent(part)}` : whole;
}
