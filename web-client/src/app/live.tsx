import { Outlet } from 'react-router';
import { SessionGate } from '@/features/auth';
import { SignalingContext } from '@/lib/signaling/signaling-context';
import { useConnection } from '@/lib/signaling/use-connection';
import { useStale } from '@/lib/signaling/use-stale';

/** Everything that needs somebody signed in and a live line to the server: the shell and the rooms. */
export function Live() {
  return <SessionGate><Connected /></SessionGate>;
}

function Connected() {
  const signaling = useConnection();
  useStale(signaling);
  return (
    <SignalingContext value={signaling}>
      <Outlet />
    </SignalingContext>
  );
}
