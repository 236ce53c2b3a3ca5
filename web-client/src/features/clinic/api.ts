import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { Priority, ReadingRequest } from '@/lib/api/schema';
import { startOfDay } from '@/lib/format/moment';

export function useRecentStudies(days: number) {
  const from = startOfDay(new Date(), days);
  return useQuery({ queryKey: [...keys.studies, 'clinic', from], queryFn: ({ signal }) => call('listStudies', { query: { from, limit: 200 }, signal }) });
}

export function useClinicRequests(days: number) {
  const from = startOfDay(new Date(), days);
  return useQuery({ queryKey: [...keys.readingRequests, 'clinic', from], queryFn: ({ signal }) => call('listReadingRequests', { query: { from, limit: 500 }, signal }) });
}

/** Returned ones stay on top however old they are. */
export function useReturned() {
  return useQuery({
    queryKey: [...keys.readingRequests, 'returned'],
    queryFn: ({ signal }) => call('listReadingRequests', { query: { status: 'returned', limit: 100 }, signal }),
  });
}

export function useResubmit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ request, ...body }: { request: ReadingRequest; clinicalInfo?: string; note?: string }) =>
      call('resubmitReadingRequest', { path: { id: request.id }, version: request.version, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.readingRequests }),
  });
}

export function useRequestReading() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { studyId: string; priority: Priority; clinicalInfo?: string }) => call('createReadingRequest', { body }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.readingRequests });
      return queries.invalidateQueries({ queryKey: keys.studies });
    },
  });
}
