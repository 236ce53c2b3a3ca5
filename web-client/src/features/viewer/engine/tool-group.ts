import i18next from 'i18next';
import { engineId, groupId, tools } from './cornerstone';
import { roiLines } from './roi-lines';

export type ToolName = 'window' | 'zoom' | 'pan' | 'length' | 'angle' | 'ellipse' | 'rectangle' | 'scroll';

/** The tools' own names in Cornerstone3D. */
const names: Record<ToolName, string> = {
  window: 'WindowLevel',
  zoom: 'Zoom',
  pan: 'Pan',
  length: 'Length',
  angle: 'Angle',
  ellipse: 'EllipticalROI',
  rectangle: 'RectangleROI',
  scroll: 'StackScroll',
};

const { MouseBindings } = tools.Enums;
const listeners = new Set<() => void>();
let chosen: ToolName = 'window';

/** The tool under the left button; the same in all panes. */
export const tool = {
  get: (): ToolName => chosen,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  use: (next: ToolName): void => {
    chosen = next;
    bind();
    for (const listener of listeners) listener();
  },
};

/** Left button: the chosen tool; middle: pan; right: zoom; wheel: scroll. */
export function joinTools(viewportId: string): void {
  let group = tools.ToolGroupManager.getToolGroup(groupId);
  if (!group) {
    group = tools.ToolGroupManager.createToolGroup(groupId);
    const words = { getTextLines: (data: never, target: string) => roiLines(data, target, (key, values) => i18next.t(`viewer:roi.${key}`, { ...values, interpolation: { escapeValue: false } })) };
    for (const [name, own] of Object.entries(names)) group?.addTool(own, name === 'ellipse' || name === 'rectangle' ? words : {});
  }
  group?.addViewport(viewportId, engineId);
  bind();
}

export function leaveTools(viewportId: string): void {
  const group = tools.ToolGroupManager.getToolGroup(groupId);
  group?.removeViewports(engineId, viewportId);
  if (group && group.getViewportIds().length === 0) tools.ToolGroupManager.destroyToolGroup(groupId);
}

function bind(): void {
  const group = tools.ToolGroupManager.getToolGroup(groupId);
  if (!group) return;
  for (const name of Object.values(names)) group.setToolPassive(name, { removeAllBindings: true });
  const bindings: Partial<Record<ToolName, { mouseButton: tools.Enums.MouseBindings }[]>> = {
    zoom: [{ mouseButton: MouseBindings.Secondary }],
    pan: [{ mouseButton: MouseBindings.Auxiliary }],
    scroll: [{ mouseButton: MouseBindings.Wheel }],
  };
  bindings[chosen] = [...(bindings[chosen] ?? []), { mouseButton: MouseBindings.Primary }];
  for (const [name, list] of Object.entries(bindings) as [ToolName, { mouseButton: tools.Enums.MouseBindings }[]][]) {
    group.setToolActive(names[name], { bindings: list });
  }
}
