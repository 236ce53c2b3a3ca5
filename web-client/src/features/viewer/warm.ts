import { wadors } from '@cornerstonejs/dicom-image-loader';
import type { QueryClient } from '@tanstack/react-query';
import { readAhead } from './api';
import { core, startCornerstone } from './engine/cornerstone';
import { hasRoom } from './engine/memory';

const ahead = 40;
const raw = '1.2.840.10008.1.2.1';

/** Starts the engine and its decoder before the first case is opened, so that a click waits for neither. */
export function warmViewer(): void {
  startCornerstone();
  const imageFrame = { rows: 1, columns: 1, bitsAllocated: 8, bitsStored: 8, samplesPerPixel: 1, pixelRepresentation: 0, photometricInterpretation: 'MONOCHROME2' };
  const task = { imageFrame, transferSyntax: raw, pixelData: new Uint8Array(2), options: { preScale: { enabled: false } }, decodeConfig: {} };
  void core.getWebWorkerManager().executeTask('dicomImageLoader', 'decodeTask', task).catch(() => undefined);
}

/** Fetches what a case shows first, one image after the other, while there is room in the cache. */
export async function warmStudy(queries: QueryClient, study: string, arrived: number): Promise<void> {
  const content = await readAhead(queries, study, arrived).catch(() => undefined);
  if (content?.kind !== 'images') return;
  startCornerstone();
  for (const { imageId, metadata, frame } of content.frames.slice(0, ahead)) {
    if (!hasRoom()) return;
    if (frame === 1) wadors.metaDataManager.add(imageId, metadata as never);
    await core.imageLoader.loadAndCacheImage(imageId, { requestType: core.Enums.RequestType.Prefetch, priority: 5 }).catch(() => undefined);
  }
}
