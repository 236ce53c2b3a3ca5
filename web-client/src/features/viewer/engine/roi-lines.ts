interface Statistics {
  area?: number;
  areaUnit?: string;
  mean?: number;
  stdDev?: number;
  min?: number;
  max?: number;
  modalityUnit?: string;
}

type Words = (key: 'area' | 'mean' | 'range', values: Record<string, string>) => string;

/** What stands beside a region of interest: area, mean and deviation, smallest and largest value, in HU for CT. */
export function roiLines(data: { cachedStats?: Record<string, Statistics | undefined> }, target: string, words: Words): string[] {
  const found = data.cachedStats?.[target];
  if (found?.area === undefined) return [];
  const unit = found.modalityUnit ? ` ${found.modalityUnit}` : '';
  const lines = [words('area', { area: `${rounded(found.area)} ${found.areaUnit ?? ''}`.trim() })];
  if (found.mean !== undefined && found.stdDev !== undefined) lines.push(words('mean', { mean: rounded(found.mean), deviation: rounded(found.stdDev), unit }));
  if (found.min !== undefined && found.max !== undefined) lines.push(words('range', { min: rounded(found.min), max: rounded(found.max), unit }));
  return lines;
}

/** One decimal below a hundred, none above: more would pretend a precision that pixels do not have. */
function rounded(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(1) : String(Math.round(value));
}
