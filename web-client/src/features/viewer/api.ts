import { useQuery } from '@tanstack/react-query';
import { entryOf, inOrder, contentOf } from './dicomweb/series';
import { prepare } from './dicomweb/prepare';
import { listSeries, seriesMetadata } from './dicomweb/retrieve';

/** Series of a study; `arrived` makes a fresh answer when further instances have come. */
export function useSeries(study: string, arrived: number) {
  return useQuery({
    queryKey: ['dicomweb', study, arrived],
    queryFn: async ({ signal }) => inOrder((await listSeries(study, signal)).map(entryOf)),
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
}

export function useSeriesContent(study: string, series: string | undefined, instances: number) {
  return useQuery({
    queryKey: ['dicomweb', study, 'series', series, instances],
    queryFn: async ({ signal }) => contentOf(study, series ?? '', await prepare(await seriesMetadata(study, series ?? '', signal), signal)),
    enabled: series !== undefined,
    staleTime: Infinity,
  });
}
