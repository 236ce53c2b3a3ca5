import { type DicomJson, numbers, texts } from './dicomweb/json';

export interface Preset {
  /** Which of our own windows, or `file`: one of the data set. */
  name: 'file' | 'default' | 'lung' | 'mediastinum' | 'bone' | 'brain' | 'abdomen' | 'angio' | 'full';
  /** What the data set calls it. */
  explanation?: string;
  width?: number;
  center?: number;
}

const ct: Preset[] = [
  { name: 'lung', width: 1500, center: -600 },
  { name: 'mediastinum', width: 350, center: 40 },
  { name: 'abdomen', width: 400, center: 50 },
  { name: 'bone', width: 2000, center: 500 },
  { name: 'brain', width: 80, center: 40 },
  { name: 'angio', width: 600, center: 300 },
];
const ownMost = 3;

/** The windows that a data set brings along (PS3.3 C.11.2.1.2), the first its default. */
export function windowsOf(data: DicomJson | undefined): Preset[] {
  if (!data) return [];
  const [centers, widths, words] = [numbers(data, '00281050'), numbers(data, '00281051'), texts(data, '00281055')];
  return centers.slice(0, ownMost).flatMap((center, index) => {
    const width = widths[index];
    const explanation = words[index];
    return width === undefined || width < 1 ? [] : [{ name: 'file' as const, width, center, ...(explanation ? { explanation } : {}) }];
  });
}

/** The file's own windows first; outside CT values have no common unit, so only those and the full range. */
export function presetsFor(modality: string, data: DicomJson | undefined): Preset[] {
  const own = windowsOf(data);
  return [...(own.length > 0 ? own : [{ name: 'default' as const }]), ...(modality === 'CT' ? ct.filter((each) => presetOf(own, each.width, each.center) < 0) : [{ name: 'full' as const }])];
}

/** Which preset the window on show is; -1 for one set by hand. */
export function presetOf(presets: readonly Preset[], width: number | undefined, center: number | undefined): number {
  if (width === undefined || center === undefined) return -1;
  // the way through lower and upper bound (PS3.3 C.11.2.1.2.1) costs up to one
  return presets.findIndex((preset) => Math.abs((preset.width ?? NaN) - width) <= 1 && Math.abs((preset.center ?? NaN) - center) <= 1);
}
