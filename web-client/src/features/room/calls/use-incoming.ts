import { useEffect, useState } from 'react';
import { useSignaling } from '@/lib/signaling/signaling-context';
import { serverNow } from '@/lib/time/server-clock';
import { heard, type Incoming, inVain, quiet, type Rings, seen, silenced } from './rings';

interface Calls extends Rings {
  accept: (call: Incoming) => Promise<string>;
  decline: (call: Incoming) => void;
  /** The missed call of a room has been read. */
  dismiss: (room: string) => void;
}

/** The calls that ring on this tab, the oldest first, and those that were missed. */
export function useIncoming(userId: string): Calls {
  const signaling = useSignaling();
  const [rings, setRings] = useState(quiet);
  useEffect(
    () =>
      signaling.listen({
        event: (event) => {
          setRings((before) => heard(before, event, userId, serverNow()));
          if (event.type === 'call.invited') void signaling.ask('call.ring', { call: event.call }).catch(() => undefined);
          if (event.type === 'room.closed' && typeof event.room === 'string') setRings((before) => seen(before, event.room as string));
        },
        session: (resumed) => !resumed && setRings((before) => ({ ...before, ringing: [] })),
      }),
    [signaling, userId],
  );
  const first = rings.ringing[0];
  useEffect(() => {
    if (!first) return;
    // the clock of this computer may be wrong: an end in the past still rings for a while
    const left = Math.min(45_000, Math.max(15_000, new Date(first.until).getTime() - Date.now()));
    const timer = setTimeout(() => setRings((before) => inVain(before, first.call)), left);
    return () => clearTimeout(timer);
  }, [first]);
  const drop = (gone: Incoming): void => setRings((before) => silenced(before, gone.call));
  return {
    ...rings,
    accept: async (call) => {
      drop(call);
      const { room } = await signaling.ask<{ room: string }>('call.accept', { call: call.call });
      return room;
    },
    decline: (call) => {
      drop(call);
      void signaling.ask('call.decline', { call: call.call }).catch(() => undefined);
    },
    dismiss: (room) => setRings((before) => seen(before, room)),
  };
}
