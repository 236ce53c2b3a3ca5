import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { call, onSessionEnd } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import { SessionContext, sessionOf } from '@/lib/session/session';
import { signInAddress } from '../return-address';
import { ChangePasswordPage } from './change-password-page';

/** Lets through who is signed in; others go to the sign-in page and come back afterwards. */
export function SessionGate({ children }: { children: ReactNode }) {
  const location = useLocation();
  const navigate = useNavigate();
  const me = useQuery({ queryKey: keys.me, queryFn: ({ signal }) => call('getMe', { signal }), staleTime: 300_000, retry: false });
  const known = me.data !== undefined;
  useEffect(
    () => onSessionEnd(() => void navigate(signInAddress(location, known), { replace: true })),
    [location, navigate, known],
  );
  const session = useMemo(() => (me.data ? sessionOf(me.data) : undefined), [me.data]);
  if (session?.me.passwordGenerated) return <ChangePasswordPage username={session.me.username} />;
  if (session) return <SessionContext value={session}>{children}</SessionContext>;
  if (me.error && slugOf(me.error) !== 'unauthenticated') return <Problem error={me.error} onRetry={() => void me.refetch()} />;
  return <SkeletonRows rows={12} />;
}
