import { useEffect, useState } from 'react';
import { call } from '@/lib/api/call';
import { SignalingConnection } from './connection';
import type { Later, Signaling, Socket } from './protocol';

const later: Later = (run, ms) => {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
};

/** A page is not loaded again and again where that does not help. */
const reloadEvery = 60_000;

/** The tab's signaling session, kept while mounted. */
export function useConnection(): Signaling {
  const [connection] = useState(() => new SignalingConnection({ ticket: () => call('createSessionTicket'), open: openSocket, later, random: Math.random }));
  useEffect(() => {
    const hurry = (): void => connection.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('securitypolicyviolation', unknownServer);
    connection.start();
    return () => {
      document.removeEventListener('securitypolicyviolation', unknownServer);
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

/** A server that has joined the others after this page was loaded: only a page loaded anew may speak to it. */
function unknownServer({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void {
  if (effectiveDirective !== 'connect-src' || !/^wss?:/.test(blockedURI)) return;
  const last = Number(sessionStorage.getItem('huizhen.reloaded') ?? 0);
  if (Date.now() - last < reloadEvery) return;
  sessionStorage.setItem('huizhen.reloaded', String(Date.now()));
  location.reload();
}
