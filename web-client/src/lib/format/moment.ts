const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-22 10:42`, in the time of this computer. */
export function minute(instant: string | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return `${day(at)} ${clock(at)}`;
}

/** `10:42` today, `11-21 10:42` in this year, else with the year. */
export function brief(instant: string | undefined, now: Date): string {
  if (!instant) return '';
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  if (day(at) === day(now)) return clock(at);
  const full = `${day(at)} ${clock(at)}`;
  return at.getFullYear() === now.getFullYear() ? full.slice(5) : full;
}

export function day(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

function clock(at: Date): string {
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** Start of the day `days` before today, RFC 3339 with offset. */
export function startOfDay(now: Date, days = 0): string {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const offset = -at.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  return `${day(at)}T00:00:00${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
}
