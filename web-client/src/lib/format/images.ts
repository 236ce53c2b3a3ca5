import type { Completeness } from '@/lib/api/schema';

/** How many instances there should be: what was expected or announced, never less than what is here. */
export function total(completeness: Completeness): number {
  return Math.max(completeness.expected ?? 0, completeness.announced, completeness.received);
}

export function isShort(completeness: Completeness | undefined): boolean {
  return completeness !== undefined && completeness.received < total(completeness);
}

/** `187 / 240`. */
export function counted(completeness: Completeness): string {
  return `${completeness.received} / ${total(completeness)}`;
}
