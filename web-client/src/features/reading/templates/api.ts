import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { ReportTemplate, ReportTemplateDraft } from '@/lib/api/schema';

export function useTemplates(modality?: string) {
  return useQuery({
    queryKey: [...keys.templates, modality ?? ''],
    queryFn: ({ signal }) => call('listReportTemplates', { query: modality ? { modality } : {}, signal }),
    staleTime: 300_000,
  });
}

export function useKeepTemplate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ before, draft }: { before: ReportTemplate | undefined; draft: ReportTemplateDraft }) =>
      before ? call('changeReportTemplate', { path: { id: before.id }, version: before.version, body: draft }) : call('createReportTemplate', { body: draft }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.templates }),
  });
}

export function useDropTemplate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: ReportTemplate) => call('deleteReportTemplate', { path: { id }, version }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.templates }),
  });
}
