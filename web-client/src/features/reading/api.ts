import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ReadingRequest, ReportReview } from '@/lib/api/schema';

export function useReadingRequest(id: string) {
  return useQuery({ queryKey: keys.readingRequest(id), queryFn: ({ signal }) => call('getReadingRequest', { path: { id }, signal }) });
}

/** The request as a list that is on hand shows it; undefined where none does. */
export function listed(queries: QueryClient, id: string): ReadingRequest | undefined {
  const lists = queries.getQueriesData<{ pages?: { items: ReadingRequest[] }[] }>({ queryKey: [...keys.readingRequests, 'list'] });
  return lists.flatMap(([, list]) => list?.pages ?? []).flatMap(({ items }) => items).find((each) => each.id === id);
}

/** The draft as the server was last seen to hold it; what of it reaches the editor is decided by `AutoSave`. */
export function useDraft(id: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.draft(id),
    queryFn: ({ signal }) => call('getReportDraft', { path: { id }, signal }),
    enabled,
    staleTime: Infinity,
    gcTime: 0,
  });
}

export function useReport(id: string | undefined) {
  return useQuery({ queryKey: keys.report(id ?? ''), queryFn: ({ signal }) => call('getReport', { path: { id: id ?? '' }, signal }), enabled: id !== undefined });
}

export function useReportVersions(id: string, enabled: boolean) {
  return useQuery({ queryKey: keys.reportVersions(id), queryFn: ({ signal }) => call('listReportVersions', { path: { id }, signal }), enabled });
}

/** Takes an answer into the cache unless a later one is there already. */
export function adopt(queries: QueryClient, next: ReadingRequest): void {
  queries.setQueryData<ReadingRequest>(keys.readingRequest(next.id), (before) => (before && before.version > next.version ? before : next));
}

type Step =
  | { act: 'claim' | 'release' | 'renew' | 'finish' | 'preliminary' }
  | { act: 'return' | 'takeOver'; reason: string }
  | { act: 'amend' | 'withdrawAmendment' | 'void'; reason: string }
  | { act: 'review'; review: ReportReview };

/** One step of the request's life; the answer replaces what the cache holds. */
export function useStep(request: ReadingRequest) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (step: Step) => take(step, request, await currentVersion()),
    onSuccess: async (next) => {
      // somebody else may have written since the case was opened: the editor opens on what stands now
      await queries.invalidateQueries({ queryKey: keys.draft(next.id) });
      adopt(queries, next);
      void queries.invalidateQueries({ queryKey: keys.readingRequests });
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.readingRequest(request.id), exact: true }),
  });

  // Saving and renewing move the version on as well, so the freshest one is asked for.
  async function currentVersion(): Promise<number> {
    const fresh = await queries.query({
      queryKey: keys.readingRequest(request.id),
      queryFn: ({ signal }) => call('getReadingRequest', { path: { id: request.id }, signal }),
      staleTime: 0,
    });
    return fresh.version;
  }
}

function take(step: Step, { id, reportId }: ReadingRequest, version: number): Promise<ReadingRequest> {
  const path = { id };
  switch (step.act) {
    case 'claim':
      return call('claimReadingRequest', { path, version });
    case 'release':
      return call('releaseReadingRequest', { path, version });
    case 'renew':
      return call('renewReadingLease', { path });
    case 'finish':
      return call('finishWriting', { path, version });
    case 'preliminary':
      return call('issuePreliminaryReport', { path, version });
    case 'return':
      return call('returnReadingRequest', { path, version, body: { reason: step.reason } });
    case 'takeOver':
      return call('takeOverReadingRequest', { path, version, body: { reason: step.reason } });
    case 'review':
      return call('reviewReport', { path, version, body: step.review });
    case 'amend':
      return call('amendReport', { path: { id: reportId ?? '' }, body: { reason: step.reason } });
    case 'withdrawAmendment':
      return call('withdrawAmendment', { path: { id: reportId ?? '' }, body: { reason: step.reason } });
    case 'void':
      return call('voidReport', { path: { id: reportId ?? '' }, body: { reason: step.reason } });
  }
}
