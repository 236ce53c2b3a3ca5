import { SignalError, type ServerEvent, type Signaling } from '@/lib/signaling/protocol';
import { after, missed, type RoomEvent, type RoomState } from './room-state';
import { Store } from './store';

export type Phase = 'outside' | 'joining' | 'waiting' | 'recording' | 'in' | 'refused' | 'denied' | 'removed' | 'closed' | 'left';

export interface Standing {
  phase: Phase;
  /** While in the room. */
  room: RoomState | undefined;
  /** Why it is refused: an error of the protocol. */
  refusal: string | undefined;
  /** Why it was closed. */
  reason: string | undefined;
  /** The room on the screen is that of a former session: what is done in it now reaches nobody. */
  stale: boolean;
}

/** What `room.join` is answered; the rest of it is the room. Moved: another server has it. */
type Entry = { state: 'in' | 'waiting' } | { state: 'recording'; recording: string };
type Joined = Entry | { state: 'moved'; url: string; ticket: string };

const ended: readonly Phase[] = ['denied', 'removed', 'closed', 'left'];

/** Being in one room: joins, waits to be let in, keeps the state, comes back after a break as the same participant. */
export class RoomSession {
  readonly #signaling: Signaling;
  readonly id: string;
  readonly standing = new Store<Standing>({ phase: 'outside', room: undefined, refusal: undefined, reason: undefined, stale: false });
  readonly #hear: (event: ServerEvent) => void;
  #media = true;
  /** The recording that this person has agreed to. */
  #agreed: string | undefined;
  /** The one that they are asked about at the door. */
  #recording: string | undefined;
  #joins = 0;
  #end: () => void = () => undefined;
  #release: () => void = () => undefined;

  /** @param hear gets this room's events, after the state has taken them */
  constructor(signaling: Signaling, id: string, hear: (event: ServerEvent) => void) {
    this.#signaling = signaling;
    this.id = id;
    this.#hear = hear;
  }

  get room(): RoomState | undefined {
    return this.standing.get().room;
  }

  /** @param media whether this tab is to carry the person's sound and picture */
  async join(media = true): Promise<void> {
    this.#media = media;
    this.#end();
    this.#release();
    this.#end = this.#signaling.listen({ event: (event) => this.#event(event), session: (resumed) => this.#session(resumed) });
    this.#release = this.#signaling.holdRoom();
    this.standing.change({ phase: 'joining', refusal: undefined, reason: undefined });
    await this.#enter();
  }

  async leave(): Promise<void> {
    const { phase } = this.standing.get();
    if (!ended.includes(phase)) this.#over('left');
    if (phase === 'in' || phase === 'waiting' || phase === 'joining' || phase === 'recording') {
      await this.ask('room.leave').catch(() => undefined);
    }
  }

  /** Takes the media anew, under a new number: every connection is made again. */
  async renewMedia(): Promise<void> {
    if (this.room?.media !== true) return;
    await this.ask('room.join', { media: false }).catch(() => undefined);
    await this.#enter();
  }

  /** This tab carries the media from now on, another one of the same person no more. */
  async takeMedia(): Promise<void> {
    this.#media = true;
    await this.#enter();
  }

  /** Enters a room that is recorded, agreeing to that. */
  async enterRecorded(): Promise<void> {
    this.#agreed = this.#recording;
    this.standing.change({ phase: 'joining' });
    await this.#enter();
  }

  /** What this person says to a recording, that which they began included; `false` also takes an earlier yes back. */
  async consent(recording: string, agreed: boolean): Promise<void> {
    await this.ask('recording.consent', { recording, agreed });
    this.#agreed = agreed ? recording : undefined;
  }

  async record(): Promise<void> {
    const { recording } = await this.ask<{ recording: string }>('recording.start');
    this.#agreed = recording;
  }

  ask<Answer = Record<string, unknown>>(type: string, fields: object = {}): Promise<Answer> {
    return this.#signaling.ask<Answer>(type, { ...fields, room: this.id });
  }

  tell(type: string, fields: object = {}): void {
    this.#signaling.tell(type, { ...fields, room: this.id });
  }

  async #enter(): Promise<void> {
    this.#joins += 1;
    const join = this.#joins;
    try {
      const answer = await this.ask<Joined>('room.join', { media: this.#media, ...(this.#agreed ? { recording: this.#agreed } : {}) });
      if (join !== this.#joins) return;
      if (answer.state !== 'moved') this.#entered(answer);
      // the session there joins by itself
      else if (!(await this.#signaling.move(answer.url, answer.ticket)) && join === this.#joins) await this.#enter();
    } catch (error) {
      if (join === this.#joins && !ended.includes(this.standing.get().phase)) this.#refused(error);
    }
  }

  #entered(answer: Entry): void {
    if (ended.includes(this.standing.get().phase)) return;
    this.#recording = answer.state === 'recording' ? answer.recording : undefined;
    if (answer.state === 'recording') this.standing.change({ phase: 'recording', room: undefined, stale: false });
    else if (answer.state === 'waiting') this.standing.change({ phase: 'waiting', room: undefined, stale: false });
    else this.standing.change({ phase: 'in', room: answer as unknown as RoomState, stale: false });
  }

  #refused(error: unknown): void {
    const slug = error instanceof SignalError ? error.slug : 'unavailable';
    // the line broke while the answer was on its way: the next session joins again
    if (slug === 'line-lost') return;
    this.standing.change({ phase: 'refused', room: undefined, refusal: slug, stale: false });
  }

  #session(resumed: boolean): void {
    const { phase } = this.standing.get();
    if (resumed || (phase !== 'in' && phase !== 'waiting' && phase !== 'joining')) return;
    this.standing.change({ stale: phase === 'in' });
    void this.#enter();
  }

  #event(event: ServerEvent): void {
    if (event.room !== this.id) return;
    switch (event.type) {
      case 'room.admitted':
        void this.#enter();
        return;
      case 'room.moved':
        // what is on the screen stays until the other server has answered
        this.standing.change({ stale: true });
        void this.#enter();
        return;
      case 'room.denied':
        { this.#over('denied'); return; }
      case 'room.removed':
        { this.#over('removed'); return; }
      case 'room.closed':
        { this.#over('closed', typeof event.reason === 'string' ? event.reason : undefined); return; }
      case 'room.check':
        { this.#check(event as unknown as { room: string; roomRev: number }); return; }
      default: {
        const { room } = this;
        if (room) this.standing.change({ room: after(room, event as unknown as RoomEvent) });
        this.#hear(event);
      }
    }
  }

  #check(check: { room: string; roomRev: number }): void {
    if (!this.room || !missed(this.room, check)) return;
    void this.ask<Entry>('room.sync').then(
      (answer) => this.#entered(answer),
      () => undefined,
    );
  }

  #over(phase: Phase, reason?: string): void {
    this.#joins += 1;
    this.standing.change({ phase, room: undefined, reason, stale: false });
    this.#end();
    this.#release();
  }
}
