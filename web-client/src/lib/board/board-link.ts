/** What a shared board shows: state, not pixels. Coordinates are those of the image, so that every screen shows the same spot. */
export interface BoardView {
  study: string;
  series?: string | undefined;
  instance?: string | undefined;
  /** From 1, inside its instance. */
  frame?: number | undefined;
  window?: { width: number; center: number } | undefined;
  /** 1 fills the pane. */
  zoom?: number | undefined;
  /** The pixel of the image in the middle of the pane. */
  center?: [number, number] | undefined;
  rotation?: number | undefined;
  flipped?: boolean | undefined;
  flippedVertically?: boolean | undefined;
  inverted?: boolean | undefined;
  /** An ECG: mm/s, mm/mV, seconds. */
  sheet?: { speed: number; gain: number; start: number } | undefined;
}

/** A spot on an image in pixels of that image, or on a trace. */
export type BoardSpot = { instance: string; frame: number; x: number; y: number } | { lead: string; ms: number; mV: number };

export interface BoardPointer {
  from: string;
  name: string;
  at: BoardSpot;
}

/** What somebody has drawn or written; kept with the case. */
export interface BoardMark {
  id: string;
  name: string;
  at: string;
  kind: 'arrow' | 'spot' | 'note';
  study?: string | undefined;
  /** Where an arrow begins and ends; one of them for a spot, none for a note. */
  points: BoardSpot[];
  text?: string | undefined;
  removable: boolean;
}

export type MarkDraft = Pick<BoardMark, 'kind' | 'study' | 'points' | 'text'>;

export interface BoardState {
  view: BoardView | undefined;
  /** This tab's view goes to the others. */
  leading: boolean;
  /** The leader's view comes to this tab. */
  following: boolean;
  pointers: readonly BoardPointer[];
  marks: readonly BoardMark[];
  mayPoint: boolean;
  mayMark: boolean;
}

/** The board of a room, as a viewer uses it. */
export interface BoardLink {
  get: () => BoardState;
  subscribe: (listener: () => void) => () => void;
  /** Tells the others what is shown; nothing happens while somebody else leads. */
  show: (view: BoardView) => void;
  /** Shows the others a spot; undefined takes the pointer away. */
  point: (at: BoardSpot | undefined) => void;
  mark: (mark: MarkDraft) => void;
  unmark: (id: string) => void;
}
