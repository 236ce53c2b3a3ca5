import type { Types } from '@cornerstonejs/core';

/** Where pixels lie in an element: x = a·column + c·row + e, y = b·column + d·row + f, counted from 0, in CSS pixels. */
export type PixelGrid = [a: number, b: number, c: number, d: number, e: number, f: number];

interface Indexed {
  indexToWorld: (index: [number, number, number]) => ArrayLike<number> & Iterable<number>;
}

/** Nothing while no image is there. */
export function pixelGrid(viewport: Types.IStackViewport): PixelGrid | undefined {
  const image = (viewport.getImageData() as { imageData?: Indexed } | undefined)?.imageData;
  if (!image) return undefined;
  const at = (column: number, row: number): Types.Point2 => viewport.worldToCanvas([...image.indexToWorld([column, row, 0])] as Types.Point3);
  const [origin, right, down] = [at(0, 0), at(1, 0), at(0, 1)];
  return [right[0] - origin[0], right[1] - origin[1], down[0] - origin[0], down[1] - origin[1], origin[0], origin[1]];
}
