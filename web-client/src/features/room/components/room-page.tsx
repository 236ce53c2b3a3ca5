import { ConfigProvider } from 'antd';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useState } from 'react';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Problem } from '@/components/problem';
import type { Room } from '@/lib/api/schema';
import type { BoardLink } from '@/lib/board/board-link';
import { useSignaling } from '@/lib/signaling/signaling-context';
import { antdTheme, applyPalette } from '@/lib/theme/tokens';
import { useRoom } from '../api';
import { keptIntent } from '../state/kept-intent';
import { RoomCall } from '../state/room-call';
import { useStore } from '../use-store';
import { BeforeJoining } from './before-joining';
import { Over } from './over';
import { RecordedDoor } from './recorded-door';
import { Stage } from './stage';
import { Waiting } from './waiting';
import styles from './room-page.module.css';

export interface RoomPageProps {
  roomId: string;
  /** Somebody to ring as soon as the room is entered. */
  ring: { id: string; name: string } | undefined;
  /** The images of a study, shared over the board. */
  board: (link: BoardLink, studyId: string) => ReactNode;
  onHome: () => void;
}

/** A room from the door to the way out. Dark, over the whole window. */
export function RoomPage(props: RoomPageProps) {
  const dark = useCallback((element: HTMLDivElement | null) => {
    if (element) applyPalette('dark', element);
  }, []);
  const [visit, setVisit] = useState(0);
  return (
    <ConfigProvider theme={antdTheme('dark')}>
      <div ref={dark} className={styles.room}>
        <Visit key={`${props.roomId} ${visit}`} {...props} onAgain={() => setVisit(visit + 1)} />
      </div>
    </ConfigProvider>
  );
}

function Visit(props: RoomPageProps & { onAgain: () => void }) {
  const { roomId } = props;
  const signaling = useSignaling();
  const [call, setCall] = useState<RoomCall>();
  const room = useRoom(roomId);
  const [asked, setAsked] = useState(false);
  // a guest who was let in may now know what the room is about
  const entered = (): void => {
    setAsked(true);
    if (!asked && !room.data) void room.refetch();
  };
  const attach = useCallback(() => {
    const kept = keptIntent(roomId);
    const created = new RoomCall(signaling, roomId, kept ?? { microphone: true, camera: true });
    let there = true;
    setCall(created);
    // a tab that was in the room before it was reloaded goes back in
    void created.prepare().then(() => (there && kept ? created.join() : undefined));
    return () => {
      there = false;
      created.close();
    };
  }, [signaling, roomId]);
  // whoever knocks is no guest yet and sees nothing of the room but its door
  if (room.error && room.error.name !== 'ApiProblem') return <Problem error={room.error} onRetry={() => void room.refetch()} />;
  return (
    <div ref={attach} className={styles.visit}>
      {!call || (room.isLoading && !asked) ? <SkeletonRows rows={8} /> : <Phases {...props} call={call} about={room.data} onEntered={entered} />}
    </div>
  );
}

function Phases({ call, about, ring, board, onAgain, onEntered, onHome }: RoomPageProps & { onAgain: () => void; onEntered: () => void; call: RoomCall; about: Room | undefined }) {
  const { phase, room, refusal, reason } = useStore(call.session.standing);
  const entered = phase === 'in';
  const tell = useEffectEvent(onEntered);
  useEffect(() => {
    if (entered) tell();
  }, [entered]);
  useEffect(() => {
    if (entered && ring) void call.calls.ring(ring.id, ring.name);
  }, [entered, ring, call]);
  if (phase === 'in' && room) return <Stage call={call} room={room} about={about} board={board} />;
  if (phase === 'waiting') return <Waiting call={call} />;
  if (phase === 'recording') return <RecordedDoor call={call} />;
  if (phase === 'closed' || phase === 'left' || phase === 'removed' || phase === 'denied') return <Over phase={phase} reason={reason} roomId={call.session.id} onAgain={onAgain} onHome={onHome} />;
  return <BeforeJoining call={call} about={about} joining={phase === 'joining'} refusal={refusal} onHome={onHome} />;
}
