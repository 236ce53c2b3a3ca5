import type { Study } from '@/lib/api/schema';

/** Earlier studies with images whose patient is settled; an unmatched one may be somebody else's. */
export function priorsOf(items: readonly Study[], current: string): Study[] {
  const on = (study: Study): string => study.studyDate ?? study.receivedAt;
  const self = items.find(({ studyInstanceUid }) => studyInstanceUid === current);
  return items
    .filter((study) => study.studyInstanceUid !== current && study.matched && study.completeness.received > 0 && (!self || on(study) <= on(self)))
    .sort((a, b) => on(b).localeCompare(on(a)));
}
