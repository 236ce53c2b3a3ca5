import { core } from './cornerstone';

export interface Presentation {
  /** Degrees clockwise. */
  rotation: number;
  flipHorizontal: boolean;
  flipVertical: boolean;
}

export const upright: Presentation = { rotation: 0, flipHorizontal: false, flipVertical: false };

/** Turns and flips the image. On the CPU flips are a matter of the camera: the viewport's own way needs an actor of WebGL. */
export function present(viewport: core.StackViewport, wanted: Partial<Presentation>): void {
  const before = viewport.getViewPresentation();
  const next = { rotation: before.rotation ?? 0, flipHorizontal: before.flipHorizontal ?? false, flipVertical: before.flipVertical ?? false, ...wanted };
  if (!core.getShouldUseCPURendering()) {
    viewport.setViewPresentation(next);
    return;
  }
  viewport.setViewPresentation({ rotation: next.rotation });
  viewport.setCamera({ flipHorizontal: next.flipHorizontal, flipVertical: next.flipVertical });
}
