/** The keys of the query cache: one place, so that an event of the server finds what it makes stale. */
export const keys = {
  me: ['me'] as const,
  readingRequests: ['reading-requests'] as const,
  readingCounts: ['reading-requests', 'counts'] as const,
  readingRequest: (id: string) => ['reading-request', id] as const,
  /** Not under `reading-request`: a change of the request alone need not fetch it. */
  draft: (id: string) => ['draft', id] as const,
  studies: ['studies'] as const,
  study: (id: string) => ['study', id] as const,
  report: (id: string) => ['report', id] as const,
  reportVersions: (id: string) => ['report', id, 'versions'] as const,
  patient: (id: string) => ['patient', id] as const,
  patientStudies: (id: string) => ['patient', id, 'studies'] as const,
  patientRequests: (id: string) => ['reading-requests', 'patient', id] as const,
  candidates: (id: string) => ['patient', id, 'candidates'] as const,
  examOrders: ['exam-orders'] as const,
  /** Pairs, studies and requests of the matching page. */
  matching: ['matching'] as const,
  criticalFindings: ['critical-findings'] as const,
  criticalItems: ['critical-items'] as const,
  acknowledgements: ['acknowledgements'] as const,
  results: (patientId: string) => ['recognition', patientId] as const,
  items: ['recognition-items'] as const,
  organizations: ['organizations'] as const,
  users: ['users'] as const,
  gateways: ['gateways'] as const,
  audit: ['audit'] as const,
};
