import type { BoardLink, BoardMark, BoardPointer, BoardSpot, BoardState, BoardView, MarkDraft } from '@/lib/board/board-link';
import type { Later, ServerEvent } from '@/lib/signaling/protocol';
import { type Mark, own, type RoomState } from '../state/room-state';
import { Store } from '../state/store';
import { Pacer } from './pacer';

interface Room {
  ask: (type: string, fields?: object) => Promise<unknown>;
  tell: (type: string, fields?: object) => void;
}

/** The server takes twenty of them a second. */
const pace = 55;
const pointerStays = 4_000;

const nothing: BoardState = { view: undefined, leading: false, following: true, pointers: [], marks: [], mayPoint: false, mayMark: false };

/** The shared board of the room that the tab is in. */
export class BoardDesk implements BoardLink {
  readonly #room: Room;
  readonly #later: Later;
  readonly #store = new Store<BoardState>(nothing);
  readonly #pacer: Pacer<'view' | 'pointer'>;
  readonly #expiry = new Map<string, () => void>();
  #marks: { from: readonly Mark[]; you: string; all: boolean; made: BoardMark[] } | undefined;
  #people: RoomState['participants'] = [];
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  constructor(room: Room, later: Later) {
    this.#room = room;
    this.#later = later;
    this.#pacer = new Pacer(pace, later);
  }

  update(room: RoomState): void {
    const { board, rights, you } = room;
    const me = own(room);
    const leading = board.presenter === you;
    this.#people = room.participants;
    this.#store.change({
      view: board.view as BoardView | undefined,
      leading,
      following: !leading && me?.following !== false,
      marks: this.#marksOf(board.marks, me?.userId ?? '', leading || rights.includes('moderate')),
      mayPoint: rights.includes('point'),
      mayMark: rights.includes('mark'),
    });
  }

  hear(event: ServerEvent): void {
    if (event.type !== 'board.pointer') return;
    const from = String(event.from);
    const at = event.at as BoardSpot | undefined;
    this.#expiry.get(from)?.();
    const others = this.get().pointers.filter((pointer) => pointer.from !== from);
    if (!at || !('x' in at || 'lead' in at)) {
      this.#store.change({ pointers: others });
      return;
    }
    const pointer: BoardPointer = { from, name: this.#people.find(({ id }) => id === from)?.name ?? '', at };
    this.#store.change({ pointers: [...others, pointer] });
    this.#expiry.set(from, this.#later(() => this.#store.change({ pointers: this.get().pointers.filter((each) => each.from !== from) }), pointerStays));
  }

  show = (view: BoardView): void => {
    if (this.get().leading) this.#pacer.send('view', () => this.#room.tell('board.view', { view }));
  };

  point = (at: BoardSpot | undefined): void => {
    if (this.get().mayPoint) this.#pacer.send('pointer', () => this.#room.tell('board.pointer', { at: at ?? {} }));
  };

  mark = (mark: MarkDraft): void => void this.#room.ask('board.mark.add', { mark }).catch(() => undefined);

  unmark = (mark: string): void => void this.#room.ask('board.mark.remove', { mark }).catch(() => undefined);

  /** Asks for the lead; true when it is granted at once. */
  async lead(): Promise<boolean> {
    const { granted } = (await this.#room.ask('board.presenter.request')) as { granted?: boolean };
    return granted === true;
  }

  grant(target: string | undefined): Promise<unknown> {
    return this.#room.ask('board.presenter.grant', target ? { target } : {});
  }

  follow(follow: boolean): Promise<unknown> {
    return this.#room.ask('board.follow', { follow });
  }

  #marksOf(from: readonly Mark[], you: string, all: boolean): BoardMark[] {
    if (this.#marks?.from === from && this.#marks.you === you && this.#marks.all === all) return this.#marks.made;
    const made = from.map((mark) => ({ ...(mark as unknown as BoardMark), points: (mark.points as BoardSpot[] | undefined) ?? [], removable: all || mark.userId === you }));
    this.#marks = { from, you, all, made };
    return made;
  }
}
