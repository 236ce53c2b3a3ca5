import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { RoomConsentDraft } from '@/lib/api/schema';

/** Who waits in front of a room sees when the consent is there. */
const consentEvery = 3_000;

export function useRoom(id: string) {
  return useQuery({ queryKey: keys.room(id), queryFn: ({ signal }) => call('getRoom', { path: { id }, signal }), staleTime: 0, refetchInterval: ({ state }) => (state.data?.consentRequired ? consentEvery : false) });
}

export function useOpenRooms(enabled: boolean) {
  return useQuery({ queryKey: keys.rooms, queryFn: ({ signal }) => call('listRooms', { query: { state: 'open', limit: 20 }, signal }), enabled, staleTime: 0 });
}

export function useRecordConsent(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RoomConsentDraft) => call('recordRoomConsent', { path: { id }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.room(id) }),
  });
}

/** @param every ms after which it is asked for again; by itself it is not */
export function useAttendance(id: string, every: number | false = false) {
  return useQuery({ queryKey: keys.roomAttendance(id), queryFn: ({ signal }) => call('getRoomAttendance', { path: { id }, signal }), staleTime: 0, refetchInterval: every });
}

/** The study that a room is about. */
export function useRoomStudy(id: string | undefined) {
  return useQuery({ queryKey: keys.study(id ?? ''), queryFn: ({ signal }) => call('getStudy', { path: { id: id ?? '' }, signal }), enabled: id !== undefined, retry: false });
}

export function useCallees(part: string) {
  return useQuery({ queryKey: keys.callees(part), queryFn: ({ signal }) => call('listCallees', { query: part ? { q: part } : {}, signal }), placeholderData: (before) => before });
}

export async function iceServers(): Promise<RTCIceServer[]> {
  return (await call('listIceServers')).iceServers;
}
