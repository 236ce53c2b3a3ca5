/** What the server says of a room (server/docs/signaling-protocol.md), kept by a tab that is in it. */
export type Right = 'moderate' | 'audio' | 'video' | 'screen' | 'chat' | 'point' | 'mark' | 'present';
export type Role = 'host' | 'invitingDoctor' | 'expert' | 'observer' | 'interpreter' | 'viewer';
export type Source = 'microphone' | 'camera' | 'screen' | 'screenAudio';

export interface Track {
  track: string;
  source: Source;
  kind: 'audio' | 'video';
  /** The small picture of a camera that is published in two. */
  quality?: 'low';
}

export interface Participant {
  id: string;
  userId: string;
  name: string;
  organizationId: string;
  role: Role;
  order: number;
  state: 'present' | 'away';
  mode: 'full' | 'low' | 'audio';
  following: boolean;
  epoch: number;
  rights: Right[];
  muted: Source[];
  locked: Source[];
  tracks: Track[];
  handRaised?: string;
}

export interface Guest {
  waiting: string;
  userId: string;
  name: string;
  organizationId: string;
  since: string;
}

export interface ChatLine {
  message: string;
  userId: string;
  name: string;
  at: string;
  text: string;
}

export interface Mark {
  id: string;
  userId: string;
  name: string;
  at: string;
  [field: string]: unknown;
}

export interface Board {
  rev: number;
  presenter?: string;
  view?: Record<string, unknown>;
  marks: Mark[];
}

/** What the room is about; absent for a meeting without a patient. */
export interface RoomSubject {
  patientId?: string;
  readingRequestId?: string;
  studyId?: string;
  studyInstanceUid?: string;
}

/** The answer to `room.join` and `room.sync` of a tab that is in the room. */
export interface RoomState {
  room: string;
  kind: string;
  plane: string;
  /** The server itself keeps what is muted from the others; without that their pages do. */
  muteEnforced: boolean;
  subject?: RoomSubject;
  iceServers: RTCIceServer[];
  /** `video`: people who may show themselves; `shown`: videos that one may receive, where that is limited. */
  limits: { people: number; video: number; shown?: number; awaySeconds: number };
  you: string;
  role: Role;
  rights: Right[];
  media: boolean;
  epoch: number;
  locked: boolean;
  roomRev: number;
  viewers: number;
  participants: Participant[];
  waiting?: Guest[];
  board: Board;
  chat: ChatLine[];
  recording?: Recording;
}

/** A recording that is asked for or runs; `waiting` are those who have not said yes or no. */
export interface Recording {
  recording: string;
  state: 'asking' | 'running';
  by: string;
  waiting: string[];
}

export type RoomEvent = { room: string; roomRev?: number } & (
  | { type: 'participant.joined' | 'participant.updated'; participant: Participant }
  | { type: 'participant.left'; participant: string; reason: string }
  | { type: 'room.viewers'; count: number }
  | { type: 'room.knock'; guest: Guest }
  | { type: 'room.knock.ended'; waiting: string }
  | { type: 'room.locked'; locked: boolean; by: string }
  | { type: 'room.muted'; target: string; source: Source; muted: boolean; locked: boolean; by: string }
  | { type: 'room.permissions'; rights: Right[] }
  | { type: 'hand.raised'; participant: string; name: string; at: string }
  | { type: 'hand.lowered'; participant: string; name: string }
  | ({ type: 'chat.message'; from: string } & ChatLine)
  | { type: 'board.view'; from: string; rev: number; view: Record<string, unknown> }
  | { type: 'board.mark.added'; mark: Mark }
  | { type: 'board.mark.removed'; mark: string; by: string }
  | { type: 'board.presenter'; participant?: string }
  | { type: 'media.moved' }
  | { type: 'media.plane'; plane: string; muteEnforced: boolean; limits: { video: number; shown?: number }; reason: string; epochs: Record<string, number> }
  | { type: 'recording.state'; recording: string; state: 'asking' | 'running' | 'stopped'; by: string; reason?: string; waiting: string[] }
);

const longestChat = 500;

/** The state after an event; the same object where nothing changes. Events that the snapshot holds already are passed over. */
export function after(state: RoomState, event: RoomEvent): RoomState {
  if (event.room !== state.room) return state;
  if (event.roomRev === undefined) return applied(state, event);
  if (event.roomRev <= state.roomRev) return state;
  return { ...applied(state, event), roomRev: event.roomRev };
}

/** Whether `room.check` says that something was missed: then the tab asks for `room.sync`. */
export function missed(state: RoomState, check: { room: string; roomRev: number }): boolean {
  return check.room === state.room && check.roomRev !== state.roomRev;
}

function applied(state: RoomState, event: RoomEvent): RoomState {
  switch (event.type) {
    case 'participant.joined':
    case 'participant.updated':
      return withParticipant(state, event.participant);
    case 'participant.left':
      return { ...state, participants: state.participants.filter(({ id }) => id !== event.participant) };
    case 'room.viewers':
      return { ...state, viewers: event.count };
    case 'room.knock':
      return { ...state, waiting: [...guestsBut(state, event.guest.waiting), event.guest] };
    case 'room.knock.ended':
      return { ...state, waiting: guestsBut(state, event.waiting) };
    case 'room.locked':
      return { ...state, locked: event.locked };
    case 'room.muted':
      return changed(state, event.target, (one) => ({
        ...one,
        muted: set(one.muted, event.source, event.muted),
        locked: set(one.locked, event.source, event.locked),
      }));
    case 'room.permissions':
      return { ...state, rights: event.rights };
    case 'hand.raised':
      return changed(state, event.participant, (one) => ({ ...one, handRaised: event.at }));
    case 'hand.lowered':
      return changed(state, event.participant, lowered);
    case 'chat.message': {
      const { message, userId, name, at, text } = event;
      return { ...state, chat: [...state.chat, { message, userId, name, at, text }].slice(-longestChat) };
    }
    case 'board.view':
      if (event.rev <= state.board.rev) return state;
      return { ...state, board: { ...state.board, rev: event.rev, view: event.view } };
    case 'board.mark.added':
      return { ...state, board: { ...state.board, marks: [...state.board.marks, event.mark] } };
    case 'board.mark.removed':
      return { ...state, board: { ...state.board, marks: state.board.marks.filter(({ id }) => id !== event.mark) } };
    case 'board.presenter': {
      const board: Board = { ...state.board };
      delete board.presenter;
      if (event.participant) board.presenter = event.participant;
      return { ...state, board };
    }
    case 'media.moved':
      return { ...state, media: false };
    case 'media.plane':
      return moved(state, event);
    case 'recording.state':
      return recorded(state, event);
    default:
      // what others of the page hear: offers, pointers, quality
      return state;
  }
}

function withParticipant(state: RoomState, next: Participant): RoomState {
  const known = state.participants.some(({ id }) => id === next.id);
  const participants = known
    ? state.participants.map((one) => (one.id === next.id ? next : one))
    : [...state.participants, next];
  if (next.id !== state.you) return { ...state, participants };
  return { ...state, participants, rights: next.rights, epoch: next.epoch };
}

function changed(state: RoomState, target: string, change: (one: Participant) => Participant): RoomState {
  return { ...state, participants: state.participants.map((one) => (one.id === target ? change(one) : one)) };
}

function moved(state: RoomState, { plane, muteEnforced, limits, epochs }: Extract<RoomEvent, { type: 'media.plane' }>): RoomState {
  const participants = state.participants.map((one) => ({ ...one, epoch: epochs[one.id] ?? one.epoch }));
  return { ...state, plane, muteEnforced, limits: { ...state.limits, ...limits }, participants, epoch: epochs[state.you] ?? state.epoch };
}

function recorded(state: RoomState, { recording, state: now, by, waiting }: Extract<RoomEvent, { type: 'recording.state' }>): RoomState {
  const next = { ...state };
  delete next.recording;
  if (now !== 'stopped') next.recording = { recording, state: now, by, waiting };
  return next;
}

/** The name under which somebody publishes a source; of a camera the large picture, where both are. */
export function published({ tracks }: Participant, source: Source): string | undefined {
  const those = tracks.filter((track) => track.source === source);
  return (those.find(({ quality }) => quality !== 'low') ?? those[0])?.track;
}

function lowered(participant: Participant): Participant {
  const next = { ...participant };
  delete next.handRaised;
  return next;
}

function guestsBut(state: RoomState, waiting: string): Guest[] {
  return (state.waiting ?? []).filter((guest) => guest.waiting !== waiting);
}

/** Oneself among the people; viewers are not listed. */
export function own(state: RoomState): Participant | undefined {
  return state.participants.find(({ id }) => id === state.you);
}

function set(sources: Source[], source: Source, there: boolean): Source[] {
  const others = sources.filter((one) => one !== source);
  return there ? [...others, source] : others;
}
