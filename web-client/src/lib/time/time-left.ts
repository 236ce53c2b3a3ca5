/** Time until something is due, as the screen says it: minutes below two hours, then hours, then days. */
export interface TimeLeft {
  overdue: boolean;
  unit: 'seconds' | 'minutes' | 'hours' | 'days';
  value: number;
}

export function timeLeft(dueAt: string, now: number): TimeLeft {
  const seconds = Math.floor((Date.parse(dueAt) - now) / 1000);
  const overdue = seconds < 0;
  const absolute = Math.abs(seconds);
  if (absolute < 60) return { overdue, unit: 'seconds', value: absolute };
  const minutes = Math.floor(absolute / 60);
  if (minutes < 120) return { overdue, unit: 'minutes', value: minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { overdue, unit: 'hours', value: hours };
  return { overdue, unit: 'days', value: Math.floor(hours / 24) };
}

/** How much it presses: late, nearly due (a quarter hour), or calm. */
export function pressure(dueAt: string, now: number): 'late' | 'soon' | 'calm' {
  const ms = Date.parse(dueAt) - now;
  if (ms < 0) return 'late';
  return ms < 15 * 60_000 ? 'soon' : 'calm';
}
