const stored = 'huizhen.millimetre';
/** What CSS takes a millimetre for; screens differ. */
const nominal = 96 / 25.4;

interface Kept {
  perMm: number;
  /** Device pixels to a CSS pixel when it was measured: zooming the page changes both. */
  ratio: number;
}

function kept(): Kept | undefined {
  try {
    const value = JSON.parse(localStorage.getItem(stored) ?? 'null') as Kept | null;
    return value && value.perMm > 1 && value.perMm < 40 && value.ratio > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** CSS pixels a millimetre on this screen, and whether somebody has held a ruler to it. */
export function screenScale(): { perMm: number; measured: boolean } {
  const value = kept();
  return value ? { perMm: (value.perMm * value.ratio) / (window.devicePixelRatio || 1), measured: true } : { perMm: nominal, measured: false };
}

export function keepScale(perMm: number): void {
  localStorage.setItem(stored, JSON.stringify({ perMm, ratio: window.devicePixelRatio || 1 } satisfies Kept));
}

export function forgetScale(): void {
  localStorage.removeItem(stored);
}
