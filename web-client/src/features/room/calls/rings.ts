import type { ServerEvent } from '@/lib/signaling/protocol';

/** A call that rings here, or has rung in vain. */
export interface Incoming {
  call: string;
  room: string;
  from: string;
  callee: string;
  until: string;
  /** ms; when it began to ring here. */
  at: number;
}

export interface Rings {
  ringing: readonly Incoming[];
  /** Nobody took them, the newest last; one for each room. */
  missed: readonly Incoming[];
}

export const quiet: Rings = { ringing: [], missed: [] };
const mostMissed = 3;

/** What rings after an event of the protocol; the same object where nothing changes. */
export function heard(rings: Rings, event: ServerEvent, userId: string, now: number): Rings {
  if (event.type === 'call.invited') {
    const { call, room, from, callee, until } = event as unknown as Incoming;
    return { ringing: [...rings.ringing.filter((each) => each.call !== call), { call, room, from, callee, until, at: now }], missed: rings.missed.filter((each) => each.room !== room) };
  }
  const { call } = event;
  if (typeof call !== 'string') return rings;
  // the caller gave up, or it rang out
  if (event.type === 'call.timeout' || event.type === 'call.cancelled') return inVain(rings, call);
  if (event.type === 'call.accepted' || (event.type === 'call.declined' && event.byUserId === userId)) return silenced(rings, call);
  return rings;
}

/** Rings no longer, and nobody was missed. */
export function silenced(rings: Rings, call: string): Rings {
  const ringing = rings.ringing.filter((each) => each.call !== call);
  return ringing.length === rings.ringing.length ? rings : { ...rings, ringing };
}

/** Rings no longer because nobody took it. */
export function inVain(rings: Rings, call: string): Rings {
  const gone = rings.ringing.find((each) => each.call === call);
  if (!gone) return rings;
  return { ringing: rings.ringing.filter((each) => each !== gone), missed: [...rings.missed.filter(({ room }) => room !== gone.room), gone].slice(-mostMissed) };
}

export function seen(rings: Rings, room: string): Rings {
  const missed = rings.missed.filter((each) => each.room !== room);
  return missed.length === rings.missed.length ? rings : { ...rings, missed };
}
