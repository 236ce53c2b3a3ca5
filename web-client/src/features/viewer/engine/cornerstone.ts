import * as core from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';
import { applyCacheLimit } from './memory';
import { loadFrame } from './frame-loader';

const { AngleTool, EllipticalROITool, LengthTool, PanTool, RectangleROITool, StackScrollTool, WindowLevelTool, ZoomTool } = tools;

export const groupId = 'reading';
export const engineId = 'huizhen';

let started = false;

/** Measurements are labelled with a style attribute; set through the CSSOM it is one that a strict style-src allows. */
function styleByObjectModel(): void {
  SVGElement.prototype.setAttribute = function setAttribute(this: SVGElement, name: string, value: string): void {
    if (name === 'style') this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  };
}

const stored = 'huizhen.rendering';

/** As set on this machine (`cpu`, `webgl`); else whether WebGL is missing or itself software. */
function withoutCard(): boolean {
  if (core.getShouldUseCPURendering()) return true;
  const kept = localStorage.getItem(stored);
  return kept === 'cpu' || (kept !== 'webgl' && core.getRenderingCapabilities().softwareRasterizer);
}

/**
 * Starts Cornerstone3D once for the page; without a graphics card it renders on the CPU: a WebGL that is software itself draws
 * as well, but fetching its picture back onto the page takes ten times as long.
 */
export function startCornerstone(): void {
  if (started) return;
  started = true;
  styleByObjectModel();
  core.init();
  core.setUseCPURendering(withoutCard());
  applyCacheLimit();
  initLoader({ maxWebWorkers: Math.max(1, Math.min(4, Math.floor((navigator.hardwareConcurrency || 2) / 2))) });
  core.imageLoader.registerImageLoader('wadors', loadFrame);
  tools.init();
  for (const tool of [AngleTool, EllipticalROITool, LengthTool, RectangleROITool, PanTool, StackScrollTool, WindowLevelTool, ZoomTool]) tools.addTool(tool);
  const { style } = tools.annotation.config;
  const yellow = 'rgb(255, 221, 87)';
  const green = 'rgb(94, 234, 170)';
  style.setDefaultToolStyles({
    global: {
      ...style.getDefaultToolStyles().global,
      color: yellow, colorHighlighted: green, colorSelected: green, lineWidth: '1.5',
      textBoxColor: yellow, textBoxColorHighlighted: green, textBoxColorSelected: green, textBoxBackground: 'rgba(0, 0, 0, 0.65)', textBoxFontSize: '13px',
    },
  });
  const { Interaction, Prefetch, Thumbnail } = core.Enums.RequestType;
  core.imageRetrievalPoolManager.setMaxSimultaneousRequests(Interaction, 6);
  core.imageRetrievalPoolManager.setMaxSimultaneousRequests(Prefetch, 6);
  core.imageRetrievalPoolManager.setMaxSimultaneousRequests(Thumbnail, 2);
}

let users = 0;
let engine: core.RenderingEngine | undefined;

/** The one rendering engine of the page, while somebody shows images; WebGL contexts are few. */
export function borrowEngine(): core.RenderingEngine {
  startCornerstone();
  users += 1;
  engine ??= new core.RenderingEngine(engineId);
  return engine;
}

export function returnEngine(): void {
  users -= 1;
  if (users > 0) return;
  engine?.destroy();
  engine = undefined;
}

export function rendersOnCpu(): boolean {
  return core.getShouldUseCPURendering();
}

export { core, tools };
