import { type DicomJson, numbers } from './json';
import { bulkData } from './retrieve';

const lookups = [
  ['00281101', '00281201'],
  ['00281102', '00281202'],
  ['00281103', '00281203'],
] as const;

/**
 * What Cornerstone3D takes for granted and files leave out or keep elsewhere: a modality, palettes as numbers. Works on the
 * viewer's own copy; what is shown as text comes from the server's index.
 */
export async function prepare(instances: DicomJson[], signal?: AbortSignal): Promise<DicomJson[]> {
  return Promise.all(
    instances.map(async (instance) => {
      const ready: DicomJson = { ...instance };
      if (!ready['00080060']?.Value?.[0]) ready['00080060'] = { vr: 'CS', Value: ['OT'] };
      await Promise.all(lookups.map(([descriptor, data]) => fillPalette(ready, descriptor, data, signal)));
      return ready;
    }),
  );
}

async function fillPalette(instance: DicomJson, descriptor: string, data: string, signal?: AbortSignal): Promise<void> {
  const attribute = instance[data];
  if (!attribute || attribute.Value) return;
  const bytes = attribute.InlineBinary ? decode(attribute.InlineBinary) : attribute.BulkDataURI ? await bulkData(attribute.BulkDataURI, signal) : undefined;
  if (bytes) instance[data] = { vr: 'US', Value: entries(bytes, numbers(instance, descriptor)) };
}

/** Palette entries (PS3.3 C.7.6.3.1.6): 8 or 16 bits each, told by how many bytes there are for the entries announced. */
export function entries(bytes: Uint8Array, [announced = 0]: number[]): number[] {
  const count = announced === 0 ? 65_536 : announced;
  if (bytes.length < count * 2) return [...bytes.subarray(0, count)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, index) => view.getUint16(index * 2, true));
}

export function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
