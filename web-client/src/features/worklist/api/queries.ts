import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ReadingRequest } from '@/lib/api/schema';
import { type Filters, listQuery } from '../filters';

const pageSize = 100;

export function useWorklist(filters: Filters) {
  return useInfiniteQuery({
    queryKey: [...keys.readingRequests, 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      call('listReadingRequests', { query: { ...listQuery(filters), limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useCounts() {
  return useQuery({ queryKey: keys.readingCounts, queryFn: ({ signal }) => call('countReadingRequests', { signal }) });
}

export function useOrganizations() {
  return useQuery({ queryKey: keys.organizations, queryFn: ({ signal }) => call('listOrganizations', { query: { limit: 500 }, signal }), staleTime: 600_000 });
}

export function useHistory(patientId: string | undefined) {
  return useQuery({
    queryKey: keys.patientStudies(patientId ?? ''),
    queryFn: ({ signal }) => call('listPatientStudies', { path: { id: patientId ?? '' }, query: { limit: 20 }, signal }),
    enabled: patientId !== undefined,
  });
}

export function useClaim() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: ReadingRequest) => call('claimReadingRequest', { path: { id: request.id } }),
    onSuccess: (request) => {
      queries.setQueryData(keys.readingRequest(request.id), request);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.readingRequests }),
  });
}
