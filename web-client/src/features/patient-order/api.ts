import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ExamOrderDraft } from '@/lib/api/schema';

export function useOrders() {
  return useQuery({ queryKey: keys.examOrders, queryFn: ({ signal }) => call('listExamOrders', { query: { limit: 50 }, signal }) });
}

export function useItems() {
  return useQuery({ queryKey: keys.items, queryFn: ({ signal }) => call('listRecognitionItems', { query: { limit: 500 }, signal }), staleTime: 600_000 });
}

export function useOrder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ExamOrderDraft) => call('createExamOrder', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.examOrders }),
  });
}

export function useCancelOrder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => call('cancelExamOrder', { path: { id }, body: { reason } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.examOrders }),
  });
}
