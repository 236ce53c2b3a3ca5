import type { Sex } from '@/lib/api/schema';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

export interface IdentityFacts {
  sex: Sex;
  birthDate: string;
}

/** Full-width digits, spaces and a small x are typed all the time. */
export function normalized(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

/** What a citizen identity number (GB 11643-1999) says of its holder; undefined unless form, date and check character hold. */
export function identityFacts(typed: string): IdentityFacts | undefined {
  const text = normalized(typed);
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return undefined;
  const sum = weights.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  if (checks[sum % 11] !== text[17]) return undefined;
  const birthDate = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const date = new Date(`${birthDate}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== birthDate) return undefined;
  return { sex: Number(text[16]) % 2 === 1 ? 'male' : 'female', birthDate };
}
