import * as core from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';

const { LengthTool, PanTool, StackScrollTool, WindowLevelTool, ZoomTool } = tools;

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

/** Starts Cornerstone3D once for the page; without WebGL it renders on the CPU. */
export function startCornerstone(): void {
  if (started) return;
  started = true;
  styleByObjectModel();
  core.init();
  initLoader({ maxWebWorkers: Math.max(1, Math.min(4, Math.floor((navigator.hardwareConcurrency || 2) / 2))) });
  tools.init();
  for (const tool of [LengthTool, PanTool, StackScrollTool, WindowLevelTool, ZoomTool]) tools.addTool(tool);
  const { Interaction, Prefetch, Thumbnail } = core.Enums.RequestType;
  core.imageRetrievalPoolManager.setMaxSimultaneousRequests(Interaction, 6);
  core.imageRetrievalPoolManager.setMaxSimultaneousRequests(Prefetch, 6);
  core.imageRetrievalPoolManager.setMaxSimultaneousRequests(Thumbnail, 2);
}

export function rendersOnCpu(): boolean {
  return core.getShouldUseCPURendering();
}

export { core, tools };
