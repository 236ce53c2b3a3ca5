import { metaData, type Types, utilities } from '@cornerstonejs/core';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import { unpacked } from '../dicomweb/bits';

const functions = ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'];

type Options = Parameters<typeof wadors.loadImage>[1];
type Loaded = Types.IImage & { imageFrame?: Record<string, unknown> };

/**
 * The loader of frames, with what it leaves undone: images of one bit (segmentations) come out of it as they were packed, which
 * WebGL draws black and the CPU as something that was never there; and window functions come out of it as something that throws.
 */
export function loadFrame(imageId: string, options: Options = {}): Types.IImageLoadObject {
  const pixel = metaData.get('imagePixelModule', imageId) as { bitsAllocated?: number; samplesPerPixel?: number } | undefined;
  if (pixel?.bitsAllocated !== 1 || (pixel.samplesPerPixel ?? 1) !== 1) {
    const { promise, ...rest } = wadors.loadImage(imageId, options);
    return { ...rest, promise: promise.then((image) => known(image)) };
  }
  const plain = { ...options, preScale: { enabled: false }, targetBuffer: undefined } as Options;
  const { promise } = wadors.loadImage(imageId, plain);
  return { promise: promise.then((image) => whole(image as Loaded)), cancelFn: undefined };
}

/** The window function that the file names (PS3.3 C.11.2.1.3), the linear one where it names another; the loader passes on its first letter. */
function known(image: Types.IImage): Types.IImage {
  const named = [voiOf(image.imageId).voiLUTFunction ?? []].flat()[0];
  return Object.assign(image, { voiLUTFunction: named && functions.includes(named) ? named : 'LINEAR' });
}

const voiOf = (imageId: string): { windowCenter?: number[]; windowWidth?: number[]; voiLUTFunction?: string | string[] } => (metaData.get('voiLutModule', imageId) ?? {}) as object;

function whole(image: Loaded): Types.IImage {
  const { rows, columns } = image;
  const came = image.getPixelData() as ArrayLike<number>;
  // decoders of compressed frames have given each pixel a byte
  if (came.length >= rows * columns) return known(image);
  const pixels = unpacked(came, rows * columns);
  const { windowCenter, windowWidth } = voiOf(image.imageId);
  const range = utilities.windowLevel.toWindowLevel(0, 1);
  if (image.imageFrame) Object.assign(image.imageFrame, { pixelData: pixels, pixelDataLength: pixels.length, smallestPixelValue: 0, largestPixelValue: 1, bitsAllocated: 8 });
  return Object.assign(known(image), {
    dataType: 'Uint8Array' as const,
    sizeInBytes: pixels.byteLength,
    minPixelValue: 0,
    maxPixelValue: 1,
    // a frame that is full or empty would else have a window of its own
    windowCenter: windowCenter?.[0] ?? range.windowCenter,
    windowWidth: windowWidth?.[0] ?? range.windowWidth,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({ scalarData: pixels, width: columns, height: rows, numberOfComponents: 1 }),
    getPixelData: () => pixels,
  });
}
