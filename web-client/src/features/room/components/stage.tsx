import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Room } from '@/lib/api/schema';
import type { BoardLink } from '@/lib/board/board-link';
import type { RoomCall } from '../state/room-call';
import type { RoomState } from '../state/room-state';
import { useStore } from '../use-store';
import { useUnread } from '../use-unread';
import { BoardBar } from './board-bar';
import { CallingBar } from './calling-bar';
import { Drawer, type DrawerTab } from './drawer';
import { NoticeBar } from './notice-bar';
import { Pictures } from './pictures';
import { RecordingBar } from './recording-bar';
import { Sound } from './sound';
import { StatusLine } from './status-line';
import { Tools } from './tools';
import { TopBar } from './top-bar';
import styles from './stage.module.css';

interface StageProps {
  call: RoomCall;
  room: RoomState;
  about: Room | undefined;
  board: (link: BoardLink, studyId: string) => ReactNode;
}

/** Inside the room: pictures and images in the middle, own tools below, everything else in the drawer. */
export function Stage({ call, room, about, board }: StageProps) {
  const { t } = useTranslation('room');
  const streams = useStore(call.plane.streams);
  const speaker = useStore(call.local.state).chosen.speaker;
  const studyId = room.subject?.studyId;
  const [showsBoard, setShowsBoard] = useState(studyId !== undefined && room.board.view !== undefined);
  const [layout, setLayout] = useState<'grid' | 'speaker'>('grid');
  const [tab, setTab] = useState<DrawerTab>();
  const openBoard = (): void => {
    setShowsBoard(!showsBoard);
    // who opens the images while nobody leads shows them to the others
    if (!showsBoard && !room.board.presenter && room.rights.includes('present')) void call.board.lead().catch(() => undefined);
  };
  const presenter = room.participants.find(({ id }) => id === room.board.presenter && id !== room.you);
  // interpreters and viewers do not see the patient
  const maySee = room.role !== 'interpreter' && room.role !== 'viewer';
  const unread = useUnread(room, tab === 'chat');
  const toggle = (wanted: DrawerTab): void => setTab(tab === wanted ? undefined : wanted);
  return (
    <div className={styles.stage} data-testid="stage" data-plane={room.plane}>
      <TopBar call={call} room={room} about={about} layout={layout} onLayout={setLayout} onDrawer={toggle} />
      <RecordingBar call={call} room={room} />
      <StatusLine call={call} room={room} />
      <CallingBar calls={call.calls} />
      {presenter && studyId && maySee && !showsBoard ? (
        <div className={styles.hint} role="status" data-testid="presents">
          <span>{t('board.shows', { name: presenter.name })}</span>
          <Button size="small" type="primary" onClick={() => setShowsBoard(true)}>{t('board.look')}</Button>
        </div>
      ) : null}
      <NoticeBar call={call} />
      <div className={styles.middle}>
        <div className={styles.content} data-board={showsBoard}>
          {showsBoard ? (
            <section className={styles.board} aria-label={t('tool.board')} data-testid="board">
              <BoardBar call={call} room={room} />
              <div className={styles.images}>{studyId ? board(call.board, studyId) : <p className={styles.empty}>{t('board.noStudy')}</p>}</div>
            </section>
          ) : null}
          <Pictures call={call} room={room} layout={showsBoard ? 'strip' : layout} />
        </div>
        {tab ? <Drawer call={call} room={room} about={about} tab={tab} onTab={setTab} onClose={() => setTab(undefined)} /> : null}
      </div>
      <Tools
        call={call}
        room={room}
        boardOpen={showsBoard}
        chatOpen={tab === 'chat'}
        peopleOpen={tab === 'people'}
        unread={unread}
        onBoard={openBoard}
        onDrawer={toggle}
        onLayout={() => setLayout(layout === 'grid' ? 'speaker' : 'grid')}
      />
      {[...streams].flatMap(([participant, tracks]) =>
        [...tracks].filter(([, track]) => track.kind === 'audio').map(([name, track]) => <Sound key={`${participant} ${name}`} track={track} speaker={speaker} silent={call.silent} />),
      )}
    </div>
  );
}
