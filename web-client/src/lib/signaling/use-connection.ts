import { useEffect, useState } from 'react';
import { call } from '@/lib/api/call';
import { SignalingConnection } from './connection';
import type { Later, Signaling, Socket } from './protocol';

const later: Later = (run, ms) => {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
};

/** The tab's signaling session, kept while mounted. */
export function useConnection(): Signaling {
  const [connection] = useState(() => new SignalingConnection({ ticket: () => call('createSessionTicket'), open: openSocket, later, random: Math.random }));
  useEffect(() => {
    const hurry = (): void => connection.hurry();
    window.addEventListener('online', hurry);
    connection.start();
    return () => {
      window.removeEventListener('online', hurry);
      connection.stop();
    };
  }, [connection]);
  return connection;
}

function openSocket(url: string | undefined): Socket {
  const own = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/signal`;
  return new WebSocket(url ?? own, 'huizhen.v1') as unknown as Socket;
}
