import { type DicomJson, number, numbers, text } from './json';

/** An overlay plane of an image (PS3.3 C.9.2): one bit a pixel, over the image where it begins. */
export interface OverlayPlane {
  group: string;
  rows: number;
  columns: number;
  /** Row and column of the image, from 1, where the plane's first pixel lies; may lie outside. */
  origin: [number, number];
  /** Frames of its own, from 1, and the image's frame that the first of them belongs to. */
  frames: number;
  firstFrame: number;
  label: string | undefined;
  /** Its bits stand in an element of their own, or (retired, PS3.3-2004) in a bit of the pixels that they leave unused. */
  source: { kind: 'element'; uri: string | undefined; inline: string | undefined } | { kind: 'pixels'; bit: number };
}

const groups = Array.from({ length: 16 }, (_, index) => (0x6000 + index * 2).toString(16).toUpperCase());

/** The planes that a data set holds, in the order of their groups. */
export function overlaysOf(data: DicomJson): OverlayPlane[] {
  return groups.flatMap((group) => {
    const [rows, columns] = [number(data, `${group}0010`), number(data, `${group}0011`)];
    if (!rows || !columns || rows < 1 || columns < 1 || rows * columns > 64_000_000) return [];
    const [row = 1, column = 1] = numbers(data, `${group}0050`);
    const bits = data[`${group}3000`];
    const bit = number(data, `${group}0102`) ?? 0;
    const embedded = !bits && number(data, `${group}0100`) === number(data, '00280100') && bit > 0;
    if (!bits && !embedded) return [];
    const plane: OverlayPlane = {
      group, rows, columns, origin: [row, column],
      frames: Math.max(1, number(data, `${group}0015`) ?? 1),
      firstFrame: Math.max(1, number(data, `${group}0051`) ?? 1),
      label: text(data, `${group}1500`) ?? text(data, `${group}0022`),
      source: bits ? { kind: 'element', uri: bits.BulkDataURI, inline: bits.InlineBinary } : { kind: 'pixels', bit },
    };
    return [plane];
  });
}

/** Which frame of the plane belongs to a frame of the image, from 0; a plane without frames of its own belongs to all. */
export function planeFrame({ frames, firstFrame }: Pick<OverlayPlane, 'frames' | 'firstFrame'>, frame: number): number | undefined {
  if (frames === 1 && firstFrame === 1) return 0;
  const index = frame - firstFrame;
  return index >= 0 && index < frames ? index : undefined;
}

/** The pixels that are set, from packed bits: the first pixel is the lowest bit of the first byte (PS3.5 8.1.2). */
export function packed(bytes: Uint8Array, { rows, columns }: Pick<OverlayPlane, 'rows' | 'columns'>, frame: number): Uint8Array {
  const size = rows * columns;
  const start = frame * size;
  return Uint8Array.from({ length: size }, (_, index) => ((bytes[(start + index) >> 3] ?? 0) >> ((start + index) & 7)) & 1);
}

/** The same from a bit of pixels of two bytes, little endian. */
export function embedded(bytes: Uint8Array, { rows, columns }: Pick<OverlayPlane, 'rows' | 'columns'>, bit: number): Uint8Array {
  const at = bit >> 3;
  return Uint8Array.from({ length: rows * columns }, (_, index) => ((bytes[index * 2 + at] ?? 0) >> (bit & 7)) & 1);
}
