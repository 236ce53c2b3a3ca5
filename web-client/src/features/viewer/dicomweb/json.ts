/** One data set in the DICOM JSON model (PS3.18 F). */
export type DicomJson = Record<string, Attribute | undefined>;

interface Attribute {
  vr?: string;
  Value?: unknown[];
  BulkDataURI?: string;
  InlineBinary?: string;
}

export const tag = {
  transferSyntax: '00083002',
  availableTransferSyntax: '00083002',
  sopClass: '00080016',
  sopInstance: '00080018',
  modality: '00080060',
  seriesDescription: '0008103E',
  recommendedFrameRate: '00082144',
  cineRate: '00180040',
  frameTime: '00181063',
  laterality: '00200060',
  imageLaterality: '00200062',
  seriesInstance: '0020000E',
  seriesNumber: '00200011',
  instanceNumber: '00200013',
  frameOfReference: '00200052',
  position: '00200032',
  orientation: '00200037',
  seriesInstances: '00201209',
  lossy: '00282110',
  photometricInterpretation: '00280004',
  frames: '00280008',
  rows: '00280010',
  columns: '00280011',
  pixelSpacing: '00280030',
  waveforms: '54000100',
} as const;

export function text(data: DicomJson, key: string): string | undefined {
  const value = data[key]?.Value?.[0];
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value === 'number') return String(value);
  if (value && typeof value === 'object') {
    const name = value as { Ideographic?: string; Alphabetic?: string };
    return name.Ideographic ?? name.Alphabetic;
  }
  return undefined;
}

export function number(data: DicomJson, key: string): number | undefined {
  const value = Number(data[key]?.Value?.[0]);
  return data[key]?.Value?.[0] === undefined || Number.isNaN(value) ? undefined : value;
}

export function numbers(data: DicomJson, key: string): number[] {
  return (data[key]?.Value ?? []).map(Number).filter((value) => !Number.isNaN(value));
}

/** Every text of a multi-valued element; a value that is absent is an empty text, so that places are kept. */
export function texts(data: DicomJson, key: string): string[] {
  return (data[key]?.Value ?? []).map((value) => (typeof value === 'string' ? value.trim() : ''));
}

export function items(data: DicomJson, key: string): DicomJson[] {
  return (data[key]?.Value ?? []).filter((value): value is DicomJson => typeof value === 'object' && value !== null);
}
