/** @param bytes pixels of one bit each, the first in the lowest bit (PS3.5 8.2) @returns a byte for each */
export function unpacked(bytes: ArrayLike<number>, count: number): Uint8Array {
  const pixels = new Uint8Array(count);
  for (let at = 0; at < count; at++) pixels[at] = ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  return pixels;
}
