import { useEffect, useState } from 'react';
import { useSignaling } from '@/lib/signaling/signaling-context';

export interface Incoming {
  call: string;
  room: string;
  from: string;
  callee: string;
  until: string;
}

const over = ['call.accepted', 'call.cancelled', 'call.timeout'];

/** The calls that ring on this tab, the oldest first. */
export function useIncoming(userId: string): { ringing: readonly Incoming[]; accept: (call: Incoming) => Promise<string>; decline: (call: Incoming) => void } {
  const signaling = useSignaling();
  const [ringing, setRinging] = useState<readonly Incoming[]>([]);
  useEffect(
    () =>
      signaling.listen({
        event: (event) => {
          const gone = over.includes(event.type) || (event.type === 'call.declined' && event.byUserId === userId);
          if (gone) setRinging((before) => before.filter(({ call }) => call !== event.call));
          if (event.type !== 'call.invited') return;
          const { call, room, from, callee, until } = event as unknown as Incoming;
          setRinging((before) => [...before.filter((each) => each.call !== call), { call, room, from, callee, until }]);
          void signaling.ask('call.ring', { call }).catch(() => undefined);
        },
        session: (resumed) => !resumed && setRinging([]),
      }),
    [signaling, userId],
  );
  useEffect(() => {
    const first = ringing[0];
    if (!first) return;
    // the clock of this computer may be wrong: an end in the past still rings for a while
    const left = Math.min(45_000, Math.max(15_000, new Date(first.until).getTime() - Date.now()));
    const timer = setTimeout(() => setRinging((before) => before.filter(({ call }) => call !== first.call)), left);
    return () => clearTimeout(timer);
  }, [ringing]);
  const drop = (gone: Incoming): void => setRinging((before) => before.filter(({ call }) => call !== gone.call));
  return {
    ringing,
    accept: async (call) => {
      drop(call);
      const { room } = await signaling.ask<{ room: string }>('call.accept', { call: call.call });
      return room;
    },
    decline: (call) => {
      drop(call);
      void signaling.ask('call.decline', { call: call.call }).catch(() => undefined);
    },
  };
}
