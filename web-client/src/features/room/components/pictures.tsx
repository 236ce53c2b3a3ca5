import { useState } from 'react';
import type { RoomCall } from '../state/room-call';
import type { Participant, RoomState } from '../state/room-state';
import { useStore } from '../use-store';
import { Tile, type TileOf } from './tile';
import styles from './pictures.module.css';

interface PicturesProps {
  call: RoomCall;
  room: RoomState;
  layout: 'grid' | 'speaker' | 'strip';
}

/** Everybody's picture: side by side, one large with the others small, or all small beside the images. */
export function Pictures({ call, room, layout }: PicturesProps) {
  const active = useStore(call.speaker.active);
  const [pinned, setPinned] = useState<string>();
  const tiles = tilesOf(room);
  const screen = tiles.find(({ source }) => source === 'screen');
  const wanted = tiles.find(({ key }) => key === pinned) ?? screen ?? tiles.find(({ participant, source }) => participant.id === active && source === 'camera');
  const large = layout === 'speaker' || (layout === 'grid' && screen) ? (wanted ?? tiles.find(({ participant }) => participant.id !== room.you) ?? tiles[0]) : undefined;
  const rest = tiles.filter((tile) => tile !== large);
  const tile = (each: TileOf) => (
    <Tile
      key={each.key}
      call={call}
      tile={each}
      you={room.you}
      speaking={each.participant.id === active && tiles.length > 2}
      large={each === large}
      pinned={each.key === pinned}
      onPin={() => setPinned(each.key === pinned ? undefined : each.key)}
    />
  );
  if (large) {
    return (
      <div className={styles.focus}>
        <div className={styles.large}>{tile(large)}</div>
        {rest.length > 0 ? <div className={styles.side}>{rest.map(tile)}</div> : null}
      </div>
    );
  }
  return <div className={layout === 'strip' ? styles.strip : styles.grid} data-count={Math.min(tiles.length, 9)}>{rest.map(tile)}</div>;
}

/** The others in the order of their coming, oneself last; shared screens first. */
function tilesOf({ participants, you }: RoomState): TileOf[] {
  const ordered = [...participants].sort((a, b) => Number(a.id === you) - Number(b.id === you) || a.order - b.order);
  const shows = (one: Participant): boolean => one.tracks.some(({ source }) => source === 'screen') && !one.muted.includes('screen');
  return [
    ...ordered.filter(shows).map((participant): TileOf => ({ key: `${participant.id} screen`, participant, source: 'screen' })),
    ...ordered.map((participant): TileOf => ({ key: `${participant.id} camera`, participant, source: 'camera' })),
  ];
}
