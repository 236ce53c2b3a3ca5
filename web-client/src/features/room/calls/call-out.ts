import { SignalError, type ServerEvent, type Signaling } from '@/lib/signaling/protocol';
import type { Notice } from '../state/room-call';
import { Store } from '../state/store';

/** Somebody who is being rung from this room. */
export interface Ringing {
  call: string;
  name: string;
  /** How many people it rings; devices that have said that they ring. */
  people: number;
  heard: boolean;
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

  /** Rings a person or whoever is on duty; they are invited whether they answer or not. */
  async ring(callee: string, name: string): Promise<void> {
    try {
      const { call, ringing } = await this.#signaling.ask<{ call: string; ringing: number }>('call.invite', { room: this.#room, callee });
      this.ringing.set([...this.ringing.get(), { call, name, people: ringing, heard: false }]);
    } catch (error) {
      this.#notify(error instanceof SignalError && error.slug === 'no-resources' ? { kind: 'nobodyToRing', name } : { kind: 'refused' });
    }
  }

  cancel(call: string): void {
    this.#over(call);
    void this.#signaling.ask('call.cancel', { call }).catch(() => undefined);
  }

  close(): void {
    this.#end();
    for (const { call } of this.ringing.get()) this.cancel(call);
  }

  #event({ type, call, over, by }: ServerEvent): void {
    const known = this.ringing.get().find((each) => each.call === call);
    if (!known) return;
    switch (type) {
      case 'call.ringing':
        this.ringing.set(this.ringing.get().map((each) => (each === known ? { ...each, heard: true } : each)));
        return;
      case 'call.declined':
        if (over === true) this.#over(known.call);
        this.#notify({ kind: 'callDeclined', name: String(by) });
        return;
      case 'call.timeout':
        this.#over(known.call);
        this.#notify({ kind: 'callTimeout', name: known.name });
        return;
      case 'call.accepted':
      case 'call.cancelled':
        this.#over(known.call);
    }
  }

  #over(call: string): void {
    this.ringing.set(this.ringing.get().filter((each) => each.call !== call));
  }
}
