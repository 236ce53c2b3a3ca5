import { Outlet, useNavigate } from 'react-router';
import { SessionGate } from '@/features/auth';
import { IncomingCall } from '@/features/room';
import { SignalingContext } from '@/lib/signaling/signaling-context';
import { useConnection } from '@/lib/signaling/use-connection';
import { useStale } from '@/lib/signaling/use-stale';

/** Everything that needs somebody signed in and a live line to the server: the shell and the rooms. */
export function Live() {
  return <SessionGate><Connected /></SessionGate>;
}

function Connected() {
  const signaling = useConnection();
  const navigate = useNavigate();
  useStale(signaling);
  return (
    <SignalingContext value={signaling}>
      <Outlet />
      <IncomingCall onAccept={(roomId) => void navigate(`/rooms/${roomId}`, { state: { from: location.pathname } })} />
    </SignalingContext>
  );
}
