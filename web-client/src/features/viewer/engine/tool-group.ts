import { engineId, groupId, tools } from './cornerstone';

export type ToolName = 'window' | 'zoom' | 'pan' | 'length' | 'scroll';

/** The tools' own names in Cornerstone3D. */
const names: Record<ToolName, string> = {
  window: 'WindowLevel',
  zoom: 'Zoom',
  pan: 'Pan',
  length: 'Length',
  scroll: 'StackScroll',
};

const { MouseBindings } = tools.Enums;

/** Left button: the chosen tool; middle: pan; right: zoom; wheel: scroll. */
export function createToolGroup(viewportId: string): void {
  destroyToolGroup();
  const group = tools.ToolGroupManager.createToolGroup(groupId);
  if (!group) return;
  for (const name of Object.values(names)) group.addTool(name);
  group.addViewport(viewportId, engineId);
  activate('window');
}

export function activate(tool: ToolName): void {
  const group = tools.ToolGroupManager.getToolGroup(groupId);
  if (!group) return;
  for (const name of Object.values(names)) group.setToolPassive(name, { removeAllBindings: true });
  const bindings: Record<ToolName, { mouseButton: tools.Enums.MouseBindings }[]> = {
    window: [],
    zoom: [{ mouseButton: MouseBindings.Secondary }],
    pan: [{ mouseButton: MouseBindings.Auxiliary }],
    length: [],
    scroll: [{ mouseButton: MouseBindings.Wheel }],
  };
  bindings[tool].push({ mouseButton: MouseBindings.Primary });
  for (const each of Object.keys(names) as ToolName[]) {
    if (bindings[each].length > 0) group.setToolActive(names[each], { bindings: bindings[each] });
  }
}

export function destroyToolGroup(): void {
  if (tools.ToolGroupManager.getToolGroup(groupId)) tools.ToolGroupManager.destroyToolGroup(groupId);
}
