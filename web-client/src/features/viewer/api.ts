import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { contentOf, entryOf, inOrder } from './dicomweb/series';
import { prepare } from './dicomweb/prepare';
import { priorsOf } from './priors';
import { listSeries, seriesMetadata } from './dicomweb/retrieve';

/** `arrived` makes a fresh answer when further instances have come. */
function seriesOf(study: string, arrived: number) {
  return queryOptions({
    queryKey: ['dicomweb', study, arrived],
    queryFn: async ({ signal }) => inOrder((await listSeries(study, signal)).map(entryOf)),
    staleTime: Infinity,
  });
}

function contentOfSeries(study: string, series: string, instances: number) {
  return queryOptions({
    queryKey: ['dicomweb', study, 'series', series, instances],
    queryFn: async ({ signal }) => contentOf(study, series, await prepare(await seriesMetadata(study, series, signal), signal)),
    staleTime: Infinity,
  });
}

export function useSeries(study: string, arrived: number) {
  return useQuery({ ...seriesOf(study, arrived), placeholderData: (before, query) => (query?.queryKey[1] === study ? before : undefined) });
}

export function useSeriesContent(study: string, series: string | undefined, instances: number) {
  return useQuery({ ...contentOfSeries(study, series ?? '', instances), enabled: series !== undefined });
}

/** What a pane shows of a study that is not the case itself: the earlier ones of the same person, the newest first. */
export function usePriors(patientId: string | undefined, studyInstanceUid: string) {
  return useQuery({
    queryKey: keys.patientStudies(patientId ?? ''),
    queryFn: ({ signal }) => call('listPatientStudies', { path: { id: patientId ?? '' }, query: { limit: 20 }, signal }),
    enabled: patientId !== undefined,
    select: ({ items }) => priorsOf(items, studyInstanceUid),
  });
}

/** Series list, metadata of the first series: what the next case needs before its pixels. */
export async function readAhead(queries: QueryClient, study: string, arrived: number) {
  const [first] = await queries.query(seriesOf(study, arrived));
  return first ? queries.query(contentOfSeries(study, first.uid, first.instances)) : undefined;
}
