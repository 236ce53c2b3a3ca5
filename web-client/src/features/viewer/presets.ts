export interface Preset {
  name: 'default' | 'lung' | 'mediastinum' | 'bone' | 'brain' | 'abdomen' | 'angio' | 'full';
  width?: number;
  center?: number;
}

const ct: Preset[] = [
  { name: 'default' },
  { name: 'lung', width: 1500, center: -600 },
  { name: 'mediastinum', width: 350, center: 40 },
  { name: 'abdomen', width: 400, center: 50 },
  { name: 'bone', width: 2000, center: 500 },
  { name: 'brain', width: 80, center: 40 },
  { name: 'angio', width: 600, center: 300 },
];

/** Window presets by modality; outside CT values have no common unit, so only the file's own window and the full range. */
export function presetsFor(modality: string): Preset[] {
  return modality === 'CT' ? ct : [{ name: 'default' }, { name: 'full' }];
}
