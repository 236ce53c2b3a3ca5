import { wadors } from '@cornerstonejs/dicom-image-loader';
import { overlaysOf } from '../dicomweb/overlays';
import type { BoardView } from '@/lib/board/board-link';
import { type Frame, instanceOf, lowIsBright } from '../dicomweb/series';
import { numbers, tag, text } from '../dicomweb/json';
import type { Track } from '../linked-scroll';
import type { Preset } from '../presets';
import { borrowEngine, core, returnEngine, tools } from './cornerstone';
import { joinTools, leaveTools } from './tool-group';
import { type PixelGrid, pixelGrid } from './pixel-grid';
import { centerOn, imageAt, paneAt } from './places';
import { present, upright } from './present';
import { Prefetch } from './prefetch';

export interface ViewState {
  index: number;
  count: number;
  width: number | undefined;
  center: number | undefined;
  zoom: number;
  rotation: number;
  flipped: boolean;
  flippedVertically: boolean;
  inverted: boolean;
  loaded: number;
  playing: boolean;
  /** Images a second while playing. */
  rate: number;
  /** The windows that its series offers. */
  presets: readonly Preset[];
  status: 'empty' | 'loading' | 'shown' | 'failed';
  /** Some of its images have overlay planes. */
  overlays: boolean;
  /** Whether the image did not come, or came and could not be decoded. */
  failure: 'retrieve' | 'decode' | undefined;
}

const initial: ViewState = {
  index: 0, count: 0, width: undefined, center: undefined, zoom: 1, rotation: 0, flipped: false, flippedVertically: false, inverted: false, loaded: 0, playing: false,
  rate: 10, presets: [], overlays: false, status: 'empty', failure: undefined,
};

let made = 0;
const open = new Set<StackView>();
let resizing: number | undefined;

/** Several panes change their size at once; the engine lays all of them out in one go. */
function resizeSoon(engine: core.RenderingEngine): void {
  resizing ??= requestAnimationFrame(() => {
    resizing = undefined;
    if (engine.hasBeenDestroyed) return;
    const filling = [...open].filter((view) => view.fills());
    engine.resize(true, true);
    for (const view of filling) view.fit();
  });
}

/** One stack viewport: everything Cornerstone3D, with a plain state that React subscribes to. */
export class StackView {
  readonly #engine: core.RenderingEngine;
  readonly #viewport: core.StackViewport;
  readonly #id = `stack-${++made}`;
  readonly #element: HTMLDivElement;
  readonly #listeners = new Set<() => void>();
  readonly #resizes: ResizeObserver;
  readonly #prefetch: Prefetch;
  #frames: Frame[] = [];
  #state = initial;
  #fitZoom = 1;
  #cine: ReturnType<typeof setInterval> | undefined;

  constructor(element: HTMLDivElement) {
    this.#element = element;
    this.#engine = borrowEngine();
    this.#engine.enableElement({ viewportId: this.#id, type: core.Enums.ViewportType.STACK, element, defaultOptions: { background: [0, 0, 0] } });
    this.#viewport = this.#engine.getViewport<core.StackViewport>(this.#id);
    joinTools(this.#id);
    this.#prefetch = new Prefetch((loaded) => this.#set({ loaded }));
    const { Events } = core.Enums;
    element.addEventListener(Events.STACK_NEW_IMAGE, this.#read);
    element.addEventListener(Events.VOI_MODIFIED, this.#read);
    element.addEventListener(Events.CAMERA_MODIFIED, this.#read);
    core.eventTarget.addEventListener(Events.IMAGE_LOAD_ERROR, this.#failed);
    core.eventTarget.addEventListener(Events.IMAGE_LOAD_FAILED, this.#failed);
    window.addEventListener('unhandledrejection', this.#stuck);
    this.#resizes = new ResizeObserver(() => resizeSoon(this.#engine));
    this.#resizes.observe(element);
    open.add(this);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (): ViewState => this.#state;

  /** Shows a series from its first frame; when it is the one on show with more images, nothing under the reader's eyes moves. */
  async show(frames: Frame[], frameRate: number | undefined, presets: readonly Preset[]): Promise<void> {
    const before = this.#grown(frames);
    const kept = before ? this.#viewport.getProperties() : undefined;
    const index = before ? Math.max(0, frames.findIndex(({ imageId }) => imageId === before)) : 0;
    if (!before) this.stop();
    this.#frames = frames;
    const overlays = frames.some(({ metadata }) => overlaysOf(metadata).length > 0);
    this.#set(before ? { count: frames.length, index, presets, overlays } : { ...initial, count: frames.length, presets, overlays, rate: frameRate ?? initial.rate, status: 'loading' });
    for (const { imageId, metadata, frame } of frames) {
      if (frame === 1) wadors.metaDataManager.add(imageId, metadata as never);
    }
    const ids = frames.map(({ imageId }) => imageId);
    try {
      await this.#viewport.setStack(ids, index);
    } catch (error) {
      if (this.#frames === frames) this.#fail(error);
      return;
    }
    if (this.#frames !== frames) return;
    if (kept) {
      // only WebGL knows other functions than the linear one, and it keeps them by itself
      this.#viewport.setProperties({ ...(kept.voiRange ? { voiRange: kept.voiRange } : {}), invert: kept.invert ?? false });
    } else {
      this.#viewport.setProperties({ invert: this.#lowIsBright() });
      this.#viewport.resetCamera();
      this.#fitZoom = this.#viewport.getZoom();
    }
    this.#viewport.render();
    if (this.#state.status === 'loading') this.#set({ status: 'shown' });
    this.#read();
    this.#prefetch.start(ids);
    if (!before && frameRate && frames.length > 1) this.play();
  }

  /** The image that is shown, when the new frames are the same series with more of it. */
  #grown(frames: Frame[]): string | undefined {
    const series = (imageId: string | undefined): string | undefined => imageId?.replace(/\/instances\/.*$/, '');
    const shown = this.#frames[this.#state.index]?.imageId;
    return this.#state.status === 'shown' && series(shown) === series(frames[0]?.imageId) ? shown : undefined;
  }

  /** Nobody has zoomed or moved the image. */
  fills(): boolean {
    const [x, y] = this.#viewport.getPan();
    return this.#state.status === 'shown' && Math.abs(this.#state.zoom - 1) < 0.01 && Math.hypot(x, y) < 1;
  }

  /** After a change of size: an image that filled its pane fills it again. */
  fit(): void {
    const { rotation = 0, flipHorizontal = false, flipVertical = false } = this.#viewport.getViewPresentation();
    this.#viewport.resetCamera();
    present(this.#viewport, { rotation, flipHorizontal, flipVertical });
    this.#fitZoom = this.#viewport.getZoom();
    this.#redraw();
  }

  scroll(step: number): void {
    this.go(this.#state.index + step);
  }

  go(index: number): void {
    const bounded = Math.max(0, Math.min(this.#state.count - 1, index));
    if (bounded === this.#state.index && this.#state.status === 'shown') return;
    this.#set({ index: bounded });
    this.#prefetch.aim(bounded);
    void this.#viewport.setImageIdIndex(bounded).then(
      () => this.#state.status === 'failed' && this.#set({ status: 'shown' }),
      (error: unknown) => this.#state.index === bounded && this.#fail(error),
    );
  }

  get name(): string {
    return this.#id;
  }

  preset(index: number): void {
    const preset = this.#state.presets[index];
    if (!preset) return;
    if (preset.width !== undefined && preset.center !== undefined) this.window(preset.width, preset.center);
    else this.resetWindow(preset.name === 'full');
  }

  window(width: number, center: number): void {
    this.#viewport.setProperties({ voiRange: core.utilities.windowLevel.toLowHighRange(width, center) });
    this.#redraw();
  }

  /** Asks for the image once more that did not come. */
  again(): void {
    const { index } = this.#state;
    this.#set({ status: 'loading' });
    void this.#viewport.setImageIdIndex(index).then(
      () => this.#set({ status: 'shown', failure: undefined }),
      (error: unknown) => this.#fail(error),
    );
  }

  /** The window of the file, or with `full` the whole range of the image. */
  resetWindow(full = false): void {
    const image = this.#viewport.getCornerstoneImage() as { minPixelValue?: number; maxPixelValue?: number } | undefined;
    if (full && image?.minPixelValue !== undefined && image.maxPixelValue !== undefined) {
      const [lower, upper] = [image.minPixelValue, image.maxPixelValue];
      this.#viewport.setProperties({ voiRange: { lower, upper: Math.max(upper, lower + 1) } });
    } else {
      const { invert } = this.#viewport.getProperties();
      this.#viewport.resetProperties();
      this.#viewport.setProperties({ invert: invert ?? false });
    }
    this.#redraw();
  }

  invert(): void {
    this.#viewport.setProperties({ invert: this.#state.inverted === this.#lowIsBright() });
    this.#redraw();
  }

  rotate(): void {
    present(this.#viewport, { rotation: (this.#state.rotation + 90) % 360 });
    this.#redraw();
  }

  flip(way: 'horizontal' | 'vertical'): void {
    present(this.#viewport, way === 'vertical' ? { flipVertical: !this.#state.flippedVertically } : { flipHorizontal: !this.#state.flipped });
    this.#redraw();
  }

  reset(): void {
    present(this.#viewport, upright);
    this.#plain();
    this.#viewport.resetCamera();
    this.#redraw();
  }

  /** Takes the measurement away that was made last on the image on show. */
  removeLast(): void {
    const imageId = this.#frames[this.#state.index]?.imageId;
    const own = tools.annotation.state.getAllAnnotations().filter(({ metadata }) => imageId !== undefined && metadata?.referencedImageId === imageId);
    const uid = own.at(-1)?.annotationUID;
    if (!uid) return;
    tools.annotation.state.removeAnnotation(uid);
    this.#viewport.render();
  }

  grid(): PixelGrid | undefined {
    return this.#state.status === 'shown' ? pixelGrid(this.#viewport) : undefined;
  }

  /** Calls back whenever the image has been drawn anew. */
  watch(listener: () => void): () => void {
    const { IMAGE_RENDERED } = core.Enums.Events;
    this.#element.addEventListener(IMAGE_RENDERED, listener);
    return () => this.#element.removeEventListener(IMAGE_RENDERED, listener);
  }

  /** The slices as linked scrolling needs them. */
  track(): Track {
    const places = this.#frames.map(({ place }) => place);
    const data = this.#frames[0]?.metadata;
    const direction = data && numbers(data, tag.orientation).map((each) => each.toFixed(2)).join();
    return {
      count: this.#frames.length,
      places: places.every((place) => place !== undefined) ? places : undefined,
      direction: direction === '' ? undefined : direction,
      frameOfReference: data && text(data, tag.frameOfReference),
    };
  }

  /** The image on show. */
  here(): { instance: string; frame: number } {
    const shown = this.#frames[this.#state.index];
    return { instance: shown ? instanceOf(shown.metadata) : '', frame: shown?.frame ?? 1 };
  }

  /** The pixel of the image in the middle of the pane. */
  middle(): [number, number] | undefined {
    return imageAt(this.#viewport, [this.#element.clientWidth / 2, this.#element.clientHeight / 2]);
  }

  /** Pixels of the image on show under a point of the pane, and back. */
  imageAt = (x: number, y: number): [number, number] | undefined => imageAt(this.#viewport, [x, y]);
  paneAt = (x: number, y: number): [number, number] | undefined => paneAt(this.#viewport, [x, y]);

  /** Shows what somebody else shows of this series. */
  apply(view: BoardView): void {
    if (this.#state.status !== 'shown' && this.#state.status !== 'failed') return;
    const index = this.#frames.findIndex(({ metadata, frame }) => instanceOf(metadata) === view.instance && frame === (view.frame ?? 1));
    const place = (): void => {
      const { rotation = 0, flipped = false, flippedVertically = false } = view;
      present(this.#viewport, { rotation, flipHorizontal: flipped, flipVertical: flippedVertically });
      const voiRange = view.window ? core.utilities.windowLevel.toLowHighRange(view.window.width, view.window.center) : undefined;
      this.#viewport.setProperties({ ...(voiRange ? { voiRange } : {}), ...(view.inverted === undefined ? {} : { invert: view.inverted !== this.#lowIsBright() }) });
      if (view.zoom !== undefined) this.#viewport.setZoom(view.zoom * this.#fitZoom);
      if (view.center) centerOn(this.#viewport, view.center, [this.#element.clientWidth / 2, this.#element.clientHeight / 2]);
      this.#viewport.render();
      this.#read();
    };
    if (index >= 0 && index !== this.#state.index) {
      this.stop();
      this.#set({ index });
      this.#prefetch.aim(index);
      void this.#viewport.setImageIdIndex(index).then(() => this.#state.index === index && place(), (error: unknown) => this.#state.index === index && this.#fail(error));
    } else {
      place();
    }
  }

  /** Faster or slower, 1 to 60 images a second. */
  pace(change: number): void {
    this.#set({ rate: Math.max(1, Math.min(60, Math.round(this.#state.rate + change))) });
    if (this.#state.playing) this.play();
  }

  play(): void {
    clearInterval(this.#cine);
    const wait = 1000 / Math.max(1, Math.min(60, this.#state.rate));
    this.#cine = setInterval(() => this.go((this.#state.index + 1) % Math.max(1, this.#state.count)), wait);
    this.#set({ playing: true });
  }

  stop(): void {
    clearInterval(this.#cine);
    this.#cine = undefined;
    if (this.#state.playing) this.#set({ playing: false });
  }

  destroy(): void {
    open.delete(this);
    this.stop();
    this.#prefetch.stop();
    this.#frames = [];
    this.#resizes.disconnect();
    this.#listeners.clear();
    const { Events } = core.Enums;
    this.#element.removeEventListener(Events.STACK_NEW_IMAGE, this.#read);
    this.#element.removeEventListener(Events.VOI_MODIFIED, this.#read);
    this.#element.removeEventListener(Events.CAMERA_MODIFIED, this.#read);
    core.eventTarget.removeEventListener(Events.IMAGE_LOAD_ERROR, this.#failed);
    core.eventTarget.removeEventListener(Events.IMAGE_LOAD_FAILED, this.#failed);
    window.removeEventListener('unhandledrejection', this.#stuck);
    leaveTools(this.#id);
    this.#engine.disableElement(this.#id);
    returnEngine();
  }

  /** The file's own window, neither darker nor brighter than it should be. */
  #plain(): void {
    this.#viewport.resetProperties();
    this.#viewport.setProperties({ invert: this.#lowIsBright() });
  }

  /** Whether the image on screen has to be inverted to look as it should. */
  #lowIsBright(): boolean {
    const frame = this.#frames[this.#viewport.getCurrentImageIdIndex()];
    return frame !== undefined && lowIsBright(frame);
  }

  readonly #read = (): void => {
    if (this.#frames.length === 0) return;
    const { voiRange, invert } = this.#viewport.getProperties();
    const window = voiRange ? core.utilities.windowLevel.toWindowLevel(voiRange.lower, voiRange.upper) : undefined;
    const view = this.#viewport.getViewPresentation();
    this.#set({
      index: this.#viewport.getCurrentImageIdIndex(),
      width: window?.windowWidth,
      center: window?.windowCenter,
      inverted: (invert ?? false) !== this.#lowIsBright(),
      zoom: this.#viewport.getZoom() / this.#fitZoom,
      rotation: Math.round(view.rotation ?? 0),
      flipped: view.flipHorizontal ?? false,
      flippedVertically: view.flipVertical ?? false,
    });
  };

  readonly #failed = (event: Event): void => {
    const { imageId, error } = (event as CustomEvent<{ imageId?: string; error?: unknown }>).detail;
    if (this.#frames[this.#state.index]?.imageId === imageId) this.#fail(error);
  };

  // some failures inside the loader's chain reach nobody and would leave the reader waiting
  readonly #stuck = (event: PromiseRejectionEvent): void => {
    if (this.#state.status === 'loading') this.#fail(event.reason);
  };

  #redraw(): void {
    this.#viewport.render();
    this.#read();
  }

  #fail(error: unknown): void {
    const answer = error instanceof XMLHttpRequest || (error as { request?: unknown } | undefined)?.request instanceof XMLHttpRequest;
    this.#set({ status: 'failed', failure: answer ? 'retrieve' : 'decode' });
  }

  #set(change: Partial<ViewState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof ViewState)[];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
