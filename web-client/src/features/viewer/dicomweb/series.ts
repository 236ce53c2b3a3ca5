import { type DicomJson, items, number, numbers, tag, text } from './json';
import { framesRoot } from './retrieve';

/** A series as the strip shows it, before its metadata is here. */
export interface SeriesEntry {
  uid: string;
  number: number | undefined;
  modality: string;
  description: string | undefined;
  instances: number;
}

/** What can be shown of a series: a stack of frames, or ECG waveforms, or nothing but what it is. */
export type SeriesContent =
  | { kind: 'images'; frames: Frame[]; frameRate: number | undefined }
  | { kind: 'waveform'; objects: DicomJson[] }
  | { kind: 'other'; sopClass: string | undefined };

export interface Frame {
  imageId: string;
  metadata: DicomJson;
  /** From 1, inside its instance. */
  frame: number;
  /** Millimetres along the normal of the slices. */
  place: number | undefined;
}

/** MONOCHROME1: low values are bright (PS3.3 C.7.6.3.1.2). Cornerstone inverts them to look as they should. */
export const lowIsBright = ({ metadata }: Pick<Frame, 'metadata'>): boolean => text(metadata, tag.photometricInterpretation) === 'MONOCHROME1';

export function entryOf(data: DicomJson): SeriesEntry {
  return {
    uid: text(data, tag.seriesInstance) ?? '',
    number: number(data, tag.seriesNumber),
    modality: text(data, tag.modality) ?? 'OT',
    description: text(data, tag.seriesDescription),
    instances: number(data, tag.seriesInstances) ?? 0,
  };
}

/** By series number, those without one last. */
export function inOrder(entries: SeriesEntry[]): SeriesEntry[] {
  return [...entries].sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || a.uid.localeCompare(b.uid));
}

export function contentOf(study: string, series: string, instances: DicomJson[]): SeriesContent {
  const waveforms = instances.filter((each) => items(each, tag.waveforms).length > 0);
  if (waveforms.length > 0) return { kind: 'waveform', objects: waveforms };
  const images = instances.filter((each) => number(each, tag.rows) !== undefined && pixels.some((pixel) => each[pixel] !== undefined));
  if (images.length === 0) return { kind: 'other', sopClass: instances[0] && text(instances[0], tag.sopClass) };
  const sorted = sortInstances(images);
  const frames = sorted.flatMap((metadata) => {
    const path = framesRoot(study, series, instanceOf(metadata));
    const place = placeAlongNormal(metadata);
    const count = Math.max(1, number(metadata, tag.frames) ?? 1);
    return Array.from({ length: count }, (_, index) => ({ imageId: `wadors:${path}${index + 1}`, metadata, frame: index + 1, place }));
  });
  return { kind: 'images', frames, frameRate: frameRateOf(sorted[0]) };
}

const pixels = ['7FE00010', '7FE00008', '7FE00009'];

/** The SOP Instance UID; where the data set lacks it, from the address of its pixels. */
export function instanceOf(metadata: DicomJson): string {
  const address = pixels.map((pixel) => metadata[pixel]?.BulkDataURI).find((each) => each !== undefined);
  return text(metadata, tag.sopInstance) ?? /\/instances\/([0-9.]+)/.exec(address ?? '')?.[1] ?? '';
}

/** Along the normal of the slices where all lie parallel, else by instance number. */
export function sortInstances(instances: DicomJson[]): DicomJson[] {
  const places = instances.map(placeAlongNormal);
  const spread = new Set(places.map((place) => place?.toFixed(3))).size;
  const byPlace = places.every((place) => place !== undefined) && spread === instances.length && spread > 1;
  const order = instances.map((instance, index) => ({ instance, place: places[index] ?? 0, number: number(instance, tag.instanceNumber) ?? index }));
  order.sort((a, b) => (byPlace ? a.place - b.place : 0) || a.number - b.number);
  if (byPlace && (order[0]?.number ?? 0) > (order.at(-1)?.number ?? 0)) order.reverse();
  return order.map(({ instance }) => instance);
}

function placeAlongNormal(instance: DicomJson): number | undefined {
  const [x, y, z] = numbers(instance, tag.position);
  const [rx, ry, rz, cx, cy, cz] = numbers(instance, tag.orientation);
  if (x === undefined || y === undefined || z === undefined) return undefined;
  if (rx === undefined || ry === undefined || rz === undefined || cx === undefined || cy === undefined || cz === undefined) return undefined;
  return x * (ry * cz - rz * cy) + y * (rz * cx - rx * cz) + z * (rx * cy - ry * cx);
}

function frameRateOf(instance: DicomJson | undefined): number | undefined {
  if (!instance || (number(instance, tag.frames) ?? 1) < 2) return undefined;
  const frameTime = number(instance, tag.frameTime);
  return number(instance, tag.recommendedFrameRate) ?? number(instance, tag.cineRate) ?? (frameTime ? 1000 / frameTime : undefined);
}
