import type { Patient } from '@/lib/api/schema';

/** What two patients are compared by, in the order in which people look. */
export const facts = ['name', 'sex', 'birthDate', 'localId', 'idNumberMasked', 'phoneMasked', 'organization', 'issuer'] as const;
export type Fact = (typeof facts)[number];
export type Facts = Partial<Record<Fact, string>>;
export type Verdict = 'agrees' | 'differs' | 'missing';

/** A place where one was registered is no property of the person: it is shown, not judged. */
const judged: ReadonlySet<Fact> = new Set(['name', 'sex', 'birthDate', 'localId', 'idNumberMasked', 'phoneMasked']);

export function factsOf(patient: Patient): Facts {
  const { name, sex, birthDate, localId, idNumberMasked, phoneMasked, issuer } = patient;
  return {
    name,
    ...(sex !== 'unknown' ? { sex } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(localId ? { localId } : {}),
    ...(idNumberMasked ? { idNumberMasked } : {}),
    ...(phoneMasked ? { phoneMasked } : {}),
    organization: patient.organization.name,
    ...(issuer ? { issuer } : {}),
  };
}

const plain = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}*]/gu, '');

export function compare(left: Facts, right: Facts, fact: Fact): Verdict | undefined {
  const one = left[fact];
  const other = right[fact];
  if (!judged.has(fact) || (!one && !other)) return undefined;
  if (!one || !other) return 'missing';
  return plain(one) === plain(other) ? 'agrees' : 'differs';
}
