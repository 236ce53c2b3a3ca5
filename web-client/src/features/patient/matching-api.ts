import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { PatientDraft } from '@/lib/api/schema';

const page = (cursor: string): { limit: number; cursor?: string } => ({ limit: 50, ...(cursor ? { cursor } : {}) });

export function useUnmatched() {
  return useInfiniteQuery({
    queryKey: [...keys.studies, 'unmatched'],
    queryFn: ({ pageParam, signal }) => call('listStudies', { query: { matched: false, ...page(pageParam) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

/** What the device said of the study's patient, and whom it may mean. */
export function useMatchCandidates(studyId: string) {
  return useQuery({ queryKey: [...keys.matching, 'study', studyId], queryFn: ({ signal }) => call('listMatchCandidates', { path: { id: studyId }, signal }) });
}

export function usePairs() {
  return useInfiniteQuery({
    queryKey: [...keys.matching, 'pairs'],
    queryFn: ({ pageParam, signal }) => call('listPatientCandidates', { query: page(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

export function useChanges(waiting: boolean) {
  return useInfiniteQuery({
    queryKey: [...keys.matching, 'changes', waiting],
    queryFn: ({ pageParam, signal }) => call('listPatientChanges', { query: { ...page(pageParam), ...(waiting ? { state: 'requested' as const } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

export function useActions() {
  return useInfiniteQuery({
    queryKey: [...keys.matching, 'actions'],
    queryFn: ({ pageParam, signal }) => call('listMatchingActions', { query: page(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

/** Every decision may move studies and links: all lists that show either are asked again. */
function useDecision<T>(decide: (value: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSettled: () =>
      Promise.all([keys.matching, keys.studies, ['study'], ['patient'], keys.readingRequests, ['recognition']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

export function useAssign() {
  return useDecision(({ studyId, ...body }: { studyId: string; reason: string; patientId?: string; patient?: PatientDraft }) => call('matchStudy', { path: { id: studyId }, body }));
}

interface PairDecision {
  what: 'link' | 'notSame' | 'merge';
  /** Of a merge: the one that goes. */
  id: string;
  /** Of a merge: the one that stays. */
  patientId: string;
  reason: string;
}

const pairCalls = { link: 'linkPatient', notSame: 'refuseCandidate', merge: 'mergePatient' } as const;

export function usePairDecision() {
  return useDecision<PairDecision>(({ what, id, patientId, reason }) => call(pairCalls[what], { path: { id }, body: { patientId, reason } }));
}

export function useUndo() {
  return useDecision(({ id, reason }: { id: string; reason: string }) => call('undoMatchingAction', { path: { id }, body: { reason } }));
}

export function useRequestChange() {
  return useDecision((body: { studyIds: string[]; reason: string; patientId?: string; patient?: PatientDraft }) => call('requestPatientChange', { body }));
}

export function useConfirmChange() {
  return useDecision((id: string) => call('confirmPatientChange', { path: { id } }));
}

export function useRefuseChange() {
  return useDecision(({ id, reason }: { id: string; reason: string }) => call('refusePatientChange', { path: { id }, body: { reason } }));
}

export function useWithdrawChange() {
  return useDecision((id: string) => call('withdrawPatientChange', { path: { id } }));
}
