import { core } from './cornerstone';

type Pair = [number, number];

/** The pixel of the image under a point of the pane. */
export function imageAt(viewport: core.StackViewport, point: Pair): Pair | undefined {
  const imageId = viewport.getCurrentImageId();
  if (!imageId) return undefined;
  const pixel = core.utilities.worldToImageCoords(imageId, viewport.canvasToWorld(point));
  return pixel ? [round(pixel[0]), round(pixel[1])] : undefined;
}

/** The point of the pane over a pixel of the image. */
export function paneAt(viewport: core.StackViewport, pixel: Pair): Pair | undefined {
  const imageId = viewport.getCurrentImageId();
  const world = imageId ? core.utilities.imageToWorldCoords(imageId, pixel) : undefined;
  if (!world) return undefined;
  const [x, y] = viewport.worldToCanvas(world);
  return [x, y];
}

/** Moves the image until a pixel lies on a point of the pane. */
export function centerOn(viewport: core.StackViewport, pixel: Pair, point: Pair): void {
  const imageId = viewport.getCurrentImageId();
  const wanted = imageId ? core.utilities.imageToWorldCoords(imageId, pixel) : undefined;
  const { focalPoint, position } = viewport.getCamera();
  if (!wanted || !focalPoint || !position) return;
  const now = viewport.canvasToWorld(point);
  const move = (from: ArrayLike<number>): [number, number, number] => [0, 1, 2].map((axis) => (from[axis] ?? 0) + (wanted[axis] ?? 0) - (now[axis] ?? 0)) as [number, number, number];
  viewport.setCamera({ focalPoint: move(focalPoint), position: move(position) });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
