import type { ReactNode } from 'react';
import { type Permission, useSession } from '@/lib/session/session';
import { Forbidden } from './notices';

/** Shows a page to those who may; the server decides again on every call. */
export function Guard({ any, children }: { any: Permission[]; children: ReactNode }) {
  const { may } = useSession();
  return any.some(may) ? children : <Forbidden />;
}
