import type { LinkSample } from './link-stats';

export type Level = 'good' | 'fair' | 'poor';
const order: readonly Level[] = ['good', 'fair', 'poor'];

/** Above 3 % loss or 300 ms speech suffers, above 10 % or 600 ms it breaks. */
export function levelOf({ rtt, lossIn, lossOut }: LinkSample): Level {
  const loss = Math.max(lossIn, lossOut);
  if (loss > 0.1 || (rtt ?? 0) > 600) return 'poor';
  if (loss > 0.03 || (rtt ?? 0) > 300) return 'fair';
  return 'good';
}

export function worst(levels: Iterable<Level>): Level {
  let at = 0;
  for (const level of levels) at = Math.max(at, order.indexOf(level));
  return order[at] ?? 'good';
}
