import type { TracePoint } from './locate';

/** Two points of one lead. */
export interface Caliper {
  from: TracePoint;
  to: TracePoint;
}

/** What lies between the points; the rate as if the stretch were from beat to beat. */
export function measure({ from, to }: Caliper): { ms: number; perMinute: number | undefined; mV: number } {
  const ms = Math.abs(to.ms - from.ms);
  return { ms, perMinute: ms >= 150 ? Math.round(60_000 / ms) : undefined, mV: Math.round((to.mV - from.mV) * 100) / 100 };
}
