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
  sheet?: BoardSheet | undefined;
}

/** How an ECG is shown: mm/s, mm/mV, from which second; how laid out and filtered, which of its recordings; what is measured on it. */
export interface BoardSheet {
  speed: number;
  gain: number;
  start: number;
  layout?: string | undefined;
  band?: string | undefined;
  notch?: boolean | undefined;
  /** Which multiplex group, from 0. */
  group?: number | undefined;
  /** SOP Instance UID. */
  object?: string | undefined;
  calipers?: { from: BoardTracePoint; to: BoardTracePoint }[] | undefined;
}

export interface BoardTracePoint {
  lead: string;
  ms: number;
  mV: number;
}

/** A spot on an image in pixels of that image, or on a trace. */
export type BoardSpot = { instance: string; frame: number; x: number; y: number } | BoardTracePoint;

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
  kind: 'arrow' | 'segment' | 'spot' | 'note';
  study?: string | undefined;
  /** Where an arrow, or a segment of a trace, begins and ends; one of them for a spot, none for a note. */
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
