import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';

/** What I am to acknowledge. */
export function useMyAcknowledgements(enabled: boolean) {
  return useQuery({
    queryKey: [...keys.acknowledgements, 'mine'],
    queryFn: ({ signal }) => call('listReportAcknowledgements', { query: { mine: true }, signal }),
    enabled,
  });
}

export function useAcknowledge(reportId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('acknowledgeReport', { path: { id: reportId } }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.report(reportId) });
      void queries.invalidateQueries({ queryKey: keys.acknowledgements });
    },
  });
}
