import type { Priority } from '@/lib/api/schema';

export const views = ['emergency', 'toRead', 'toReview', 'returned', 'mine', 'final', 'overdue', 'preliminary', 'lateImages'] as const;
export type View = (typeof views)[number];

/** Shown only while something is in them. */
export const alarms = ['overdue', 'preliminary', 'lateImages'] as const satisfies readonly View[];
type Alarm = (typeof alarms)[number];

export interface Filters {
  view: View;
  query?: string;
  modality?: string;
  organizationId?: string;
  priority?: Priority;
}

/** Everything with pictures, as the list operation takes it: those who read images leave the traces to the ECG readers. */
export const images = 'CT,DX,CR,US,MR,MG,XA,RF,NM,PT';

/** What the list operation takes. */
export interface ListQuery {
  status?: string;
  mine?: boolean;
  alarm?: Alarm;
  priority?: Priority;
  modality?: string;
  organizationId?: string;
  query?: string;
}

const priorities: readonly string[] = ['emergency', 'urgent', 'routine'];

export function readFilters(search: URLSearchParams, fallback: View): Filters {
  const view = search.get('view');
  const priority = search.get('priority');
  const filters: Filters = { view: views.find((each) => each === view) ?? fallback };
  const query = search.get('q');
  const modality = search.get('modality');
  const organizationId = search.get('organization');
  if (query) filters.query = query;
  if (modality) filters.modality = modality;
  if (organizationId) filters.organizationId = organizationId;
  if (priority && priorities.includes(priority)) filters.priority = priority as Priority;
  return filters;
}

export function writeFilters(filters: Filters): URLSearchParams {
  const search = new URLSearchParams({ view: filters.view });
  if (filters.query) search.set('q', filters.query);
  if (filters.modality) search.set('modality', filters.modality);
  if (filters.organizationId) search.set('organization', filters.organizationId);
  if (filters.priority) search.set('priority', filters.priority);
  return search;
}

export function isNarrowed(filters: Filters): boolean {
  return Boolean(filters.query ?? filters.modality ?? filters.organizationId ?? filters.priority);
}

export function listQuery({ view, ...narrow }: Filters): ListQuery {
  switch (view) {
    case 'emergency':
      return { ...narrow, priority: 'emergency', status: 'submitted,claimed,preliminary,written,amending' };
    case 'toRead':
      return { ...narrow, status: 'submitted,claimed,preliminary,amending' };
    case 'toReview':
      return { ...narrow, status: 'written' };
    case 'returned':
      return { ...narrow, status: 'returned' };
    case 'mine':
      return { ...narrow, mine: true };
    case 'final':
      return { ...narrow, status: 'final,voided' };
    case 'overdue':
    case 'preliminary':
    case 'lateImages':
      return { ...narrow, alarm: view };
  }
}

/** What is waiting to be written or reviewed under the same narrowing, for going on from case to case. */
export function waitingQuery(address: string, kind: 'write' | 'review'): ListQuery {
  const { view, ...narrow } = readFilters(new URLSearchParams(address.split('?')[1] ?? ''), 'toRead');
  return { ...narrow, ...(view === 'emergency' ? { priority: 'emergency' as const } : {}), status: kind === 'write' ? 'submitted,amending' : 'written' };
}
