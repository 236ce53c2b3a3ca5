let offset = 0;

/** Learns how far this computer's clock is from the server's; the Date header has whole seconds. */
export function noteServerTime(header: string | null): void {
  const time = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(time)) return;
  const difference = time - Date.now();
  offset = Math.abs(difference) > 2000 ? difference : 0;
}

/** Now, by the server's clock, in ms. */
export function serverNow(): number {
  return Date.now() + offset;
}
