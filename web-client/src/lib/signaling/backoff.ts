/** Wait before attempt n (from 0): 0.5 s doubling to `longest`, with jitter of half (`random` in 0…1). */
export function backoff(attempt: number, random: number, longest = 30_000): number {
  const full = Math.min(longest, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
