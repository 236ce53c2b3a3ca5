import type { QueryKey } from '@tanstack/react-query';
import { keys } from './keys';

/** What a change of a resource makes stale in the query cache. The words under the user's hands are no part of the cache. */
export function staleAfter(resource: string, id: string): QueryKey[] {
  switch (resource) {
    case 'readingRequest':
      return [keys.readingRequests, keys.readingRequest(id), keys.draft(id), keys.studies];
    case 'study':
      return [keys.studies, keys.study(id), keys.readingRequests, ['reading-request'], ['patient'], keys.matching];
    case 'report':
      return [keys.report(id), keys.readingRequests, keys.studies, keys.acknowledgements, ['recognition'], ['patient']];
    case 'patient':
      return [keys.patient(id), keys.readingRequests, keys.studies, ['recognition'], keys.matching];
    case 'examOrder':
      return [keys.examOrders, keys.studies];
    case 'criticalFinding':
      return [keys.criticalFindings];
    case 'gateway':
      return [keys.gateways];
    case 'recognitionDecision':
      return [['recognition']];
    default:
      return [];
  }
}
