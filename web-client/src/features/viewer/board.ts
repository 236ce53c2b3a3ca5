/** Which series stands where: a grid of panes, one of them under the hands. Pure; React and Cornerstone3D stay outside. */
export const layouts = { '1x1': [1, 1], '1x2': [1, 2], '2x1': [2, 1], '2x2': [2, 2] } as const;
export type Layout = keyof typeof layouts;

/** A series of a study; `series` undefined means the first one there is. */
export interface Source {
  study: string;
  series: string | undefined;
}

export interface Board {
  layout: Layout;
  panes: readonly Source[];
  active: number;
  /** Scrolling one pane scrolls the others. */
  linked: boolean;
}

export function single(study: string): Board {
  return { layout: '1x1', panes: [{ study, series: undefined }], active: 0, linked: true };
}

export function size(layout: Layout): number {
  const [rows, columns] = layouts[layout];
  return rows * columns;
}

/** Another grid: what is shown stays where it is, new panes take the series that are not shown yet, in their order. */
export function arrange(board: Board, layout: Layout, available: readonly Source[]): Board {
  const wanted = size(layout);
  if (wanted <= board.panes.length) {
    // the pane under the hands is never the one that goes
    const kept = board.panes.slice(0, wanted);
    const focus = board.panes[board.active];
    if (board.active >= wanted && focus) kept[wanted - 1] = focus;
    return { ...board, layout, panes: kept, active: Math.min(board.active, wanted - 1) };
  }
  const panes = [...board.panes];
  const shown = (source: Source): boolean =>
    panes.some((pane) => pane.study === source.study && (pane.series ?? first(available, pane.study)) === source.series);
  while (panes.length < wanted) {
    const next = available.find((source) => !shown(source)) ?? panes[0];
    if (!next) break;
    panes.push(next);
  }
  return { ...board, layout, panes };
}

function first(available: readonly Source[], study: string): string | undefined {
  return available.find((source) => source.study === study)?.series;
}

/** Puts a series into the pane under the hands. */
export function place(board: Board, source: Source): Board {
  return { ...board, panes: board.panes.map((pane, index) => (index === board.active ? source : pane)) };
}

export function activate(board: Board, index: number): Board {
  return index === board.active || index < 0 || index >= board.panes.length ? board : { ...board, active: index };
}

/** The current study left, a prior right; a second time puts the prior away. */
export function beside(board: Board, current: string, prior: Source | undefined): Board {
  if (board.panes.some(({ study }) => study !== current)) {
    const own = board.panes.find(({ study }) => study === current) ?? { study: current, series: undefined };
    return { ...board, layout: '1x1', panes: [own], active: 0 };
  }
  if (!prior) return board;
  const left = board.panes[board.active] ?? { study: current, series: undefined };
  return { ...board, layout: '1x2', panes: [left, prior], active: 0, linked: true };
}
