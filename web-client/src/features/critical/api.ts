import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { CriticalCall, CriticalFinding, CriticalFindingDraft, CriticalWhom } from '@/lib/api/schema';

export type Group = 'open' | 'unanswered' | 'all';

export function useFindings(status: Group, enabled = true) {
  return useQuery({
    queryKey: [...keys.criticalFindings, status],
    queryFn: ({ signal }) => call('listCriticalFindings', { query: { status, limit: 100 }, signal }),
    enabled,
  });
}

export function useFinding(id: string | undefined) {
  return useQuery({
    queryKey: [...keys.criticalFindings, 'one', id ?? ''],
    queryFn: ({ signal }) => call('getCriticalFinding', { path: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
  });
}

export function useItems(modality: string, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.criticalItems, modality],
    queryFn: ({ signal }) => call('listCriticalItems', { query: { modality }, signal }),
    enabled,
    staleTime: Infinity,
  });
}

export function useRaise() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CriticalFindingDraft) => call('raiseCriticalFinding', { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.criticalFindings }),
  });
}

export type Step =
  | { act: 'call'; call: CriticalCall }
  | { act: 'acknowledge'; readBack: string }
  | { act: 'reach'; whom: CriticalWhom; note?: string }
  | { act: 'handle'; handling: string }
  | { act: 'withdraw'; reason: string };

/** One step of a finding's life. No version goes with it: the clock moves it on while somebody is still on the telephone. */
export function useCriticalStep(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: Step): Promise<CriticalFinding> => take(id, step),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.criticalFindings }),
  });
}

function take(id: string, step: Step): Promise<CriticalFinding> {
  const path = { id };
  switch (step.act) {
    case 'call':
      return call('logCriticalCall', { path, body: step.call });
    case 'acknowledge':
      return call('acknowledgeCriticalFinding', { path, body: { readBack: step.readBack } });
    case 'reach':
      return call('reachPatientOfCriticalFinding', { path, body: { whom: step.whom, ...(step.note ? { note: step.note } : {}) } });
    case 'handle':
      return call('handleCriticalFinding', { path, body: { handling: step.handling } });
    case 'withdraw':
      return call('withdrawCriticalFinding', { path, body: { reason: step.reason } });
  }
}

export function useHandover() {
  return useMutation({ mutationFn: (body: { takenBy: string; note?: string }) => call('handOverShift', { body }) });
}
