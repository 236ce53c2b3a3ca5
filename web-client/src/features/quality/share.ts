import type { ImageQualityFigures } from '@/lib/api/schema';

/** Signed reports of a row, whatever the grade. */
export function signed({ a, b, c, rejected }: Pick<ImageQualityFigures, 'a' | 'b' | 'c' | 'rejected'>): number {
  return a + b + c + rejected;
}

/** A whole percentage; a dash where there is nothing to divide. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)}%`;
}
