import { useEffect, useState } from 'react';
import { useSignaling } from '@/lib/signaling/signaling-context';

export interface Presence {
  state: 'available' | 'busy' | 'away' | 'offline';
  onDuty: boolean;
}

const most = 200;

/** Who of these people is there now. */
export function usePresence(users: string[]): ReadonlyMap<string, Presence> {
  const signaling = useSignaling();
  const [people, setPeople] = useState<ReadonlyMap<string, Presence>>(new Map());
  const watched = users.slice(0, most).join();
  useEffect(() => {
    if (watched === '') return;
    let current = true;
    const note = (all: { userId: string; state: Presence['state']; onDuty: boolean }[]): void =>
      setPeople((before) => new Map([...before, ...all.map(({ userId, state, onDuty }) => [userId, { state, onDuty }] as const)]));
    const watch = (): void =>
      void signaling.ask<{ people: { userId: string; state: Presence['state']; onDuty: boolean }[] }>('presence.watch', { users: watched.split(',') }).then(
        (answer) => current && note(answer.people),
        () => undefined,
      );
    const end = signaling.listen({
      event: (event) => {
        if (event.type === 'presence.changed') note([event as unknown as { userId: string; state: Presence['state']; onDuty: boolean }]);
      },
      session: (resumed) => !resumed && watch(),
    });
    watch();
    return () => {
      current = false;
      end();
      void signaling.ask('presence.watch', { users: [] }).catch(() => undefined);
    };
  }, [signaling, watched]);
  return people;
}
