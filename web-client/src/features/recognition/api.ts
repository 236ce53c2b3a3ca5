import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { RecognitionDecisionDraft } from '@/lib/api/schema';

export function useResults(patientId: string) {
  return useQuery({ queryKey: keys.results(patientId), queryFn: ({ signal }) => call('listRecognitionResults', { query: { patientId }, signal }) });
}

export function useItems() {
  return useQuery({ queryKey: keys.items, queryFn: ({ signal }) => call('listRecognitionItems', { query: { limit: 500 }, signal }), staleTime: 600_000 });
}

export function useDecide(patientId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RecognitionDecisionDraft) => call('createRecognitionDecision', { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.results(patientId) }),
  });
}
