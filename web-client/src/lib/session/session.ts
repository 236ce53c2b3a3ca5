import { createContext, use } from 'react';
import type { Me } from '@/lib/api/schema';

export type Permission =
  | 'patient.read' | 'patient.write' | 'patient.link'
  | 'study.read' | 'study.send' | 'study.match' | 'study.confirm' | 'order.read' | 'order.write'
  | 'reading.list' | 'reading.request' | 'reading.claim' | 'reading.write' | 'reading.review' | 'reading.takeOver' | 'reading.void'
  | 'report.read' | 'recognition.read' | 'recognition.decide' | 'recognition.administer'
  | 'critical.read' | 'critical.raise' | 'critical.call' | 'critical.answer'
  | 'room.open' | 'room.join'
  | 'gateway.administer' | 'user.administer' | 'organization.read' | 'organization.administer' | 'audit.read';

export interface Session {
  me: Me;
  may: (permission: Permission) => boolean;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function sessionOf(me: Me): Session {
  const permissions = new Set(me.permissions);
  return { me, may: (permission) => permissions.has(permission) };
}

/** The signed-in person; only below the shell, where there is one. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('no session above this component');
  return session;
}

/** Where a person lands: readers on the worklist, clinics at home, administrators at theirs. */
export function landing({ may }: Session): string {
  if (may('reading.claim')) return '/worklist';
  if (may('study.send') || may('reading.request')) return '/clinic';
  if (may('study.match')) return '/matching';
  if (may('reading.list')) return '/worklist';
  if (may('recognition.read')) return '/recognition';
  if (may('user.administer')) return '/admin/users';
  if (may('gateway.administer')) return '/admin/gateways';
  if (may('audit.read')) return '/admin/audit';
  return '/nothing';
}
