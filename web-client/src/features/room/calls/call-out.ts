import { SignalError, type ServerEvent, type Signaling } from '@/lib/signaling/protocol';
import type { Notice } from '../state/room-call';
import { Store } from '../state/store';

/** Somebody who is being rung from this room, or was in vain. */
export interface Ringing {
  call: string;
  callee: string;
  name: string;
  /** How many people it rings. */
  people: number;
  /** A device has said that it rings. */
  heard: boolean;
  /** How it ended where nobody came; it stays until it is read. */
  outcome?: 'declined' | 'timeout' | 'nobody';
}

/** Calls that go out from a room. */
export class CallOut {
  readonly ringing = new Store<readonly Ringing[]>([]);
  readonly #signaling: Signaling;
  readonly #room: string;
  readonly #notify: (notice: Notice) => void;
  readonly #end: () => void;

  constructor(signaling: Signaling, room: string, notify: (notice: Notice) => void) {
    this.#signaling = signaling;
    this.#room = room;
    this.#notify = notify;
    this.#end = signaling.listen({ event: (event) => this.#event(event) });
  }

  /** Rings a person or whoever is on duty, again where they did not come before; they are invited whether they answer or not. */
  async ring(callee: string, name: string): Promise<void> {
    this.ringing.set(this.ringing.get().filter((each) => each.callee !== callee || each.outcome === undefined));
    try {
      const { call, ringing } = await this.#signaling.ask<{ call: string; ringing: number }>('call.invite', { room: this.#room, callee });
      this.#put({ call, callee, name, people: ringing, heard: false });
    } catch (error) {
      if (error instanceof SignalError && error.slug === 'no-resources') this.#put({ call: `nobody ${callee}`, callee, name, people: 0, heard: false, outcome: 'nobody' });
      else this.#notify({ kind: 'refused' });
    }
  }

  cancel(call: string): void {
    this.#over(call);
    void this.#signaling.ask('call.cancel', { call }).catch(() => undefined);
  }

  /** How it ended has been read. */
  dismiss(call: string): void {
    this.#over(call);
  }

  close(): void {
    this.#end();
    for (const { call, outcome } of this.ringing.get()) if (!outcome) this.cancel(call);
  }

  /** Somebody has come in, by whichever way. */
  arrived(userId: string): void {
    this.ringing.set(this.ringing.get().filter(({ callee, outcome }) => callee !== userId || outcome === undefined));
  }

  #event({ type, call, over, by }: ServerEvent): void {
    const known = this.ringing.get().find((each) => each.call === call);
    if (!known) return;
    switch (type) {
      case 'call.ringing':
        this.#change(known, { heard: true });
        return;
      case 'call.declined':
        // of a department the others go on ringing
        if (over === true) this.#change(known, { outcome: 'declined' });
        else this.#notify({ kind: 'callDeclined', name: String(by) });
        return;
      case 'call.timeout':
        this.#change(known, { outcome: 'timeout' });
        return;
      case 'call.accepted':
      case 'call.cancelled':
        this.#over(known.call);
    }
  }

  #put(ringing: Ringing): void {
    this.ringing.set([...this.ringing.get(), ringing]);
  }

  #change(known: Ringing, part: Partial<Ringing>): void {
    this.ringing.set(this.ringing.get().map((each) => (each === known ? { ...each, ...part } : each)));
  }

  #over(call: string): void {
    this.ringing.set(this.ringing.get().filter((each) => each.call !== call));
  }
}
