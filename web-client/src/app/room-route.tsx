import { useLocation, useNavigate, useParams } from 'react-router';
import { RoomPage } from '@/features/room';
import { useSession } from '@/lib/session/session';
import { Forbidden } from './notices';
import { RoomBoard } from './room-board';

/** A room, over the whole window. */
export function RoomRoute() {
  const { roomId = '' } = useParams();
  const navigate = useNavigate();
  const state = useLocation().state as { ring?: { id: string; name: string }; from?: string } | null;
  const { may } = useSession();
  if (!may('room.join')) return <Forbidden />;
  return (
    <RoomPage
      key={roomId}
      roomId={roomId}
      ring={state?.ring}
      board={(link, studyId) => <RoomBoard link={link} studyId={studyId} />}
      onHome={() => void navigate(state?.from ?? '/')}
    />
  );
}
