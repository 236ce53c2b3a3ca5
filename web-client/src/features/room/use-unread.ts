import { useState } from 'react';
import { own, type RoomState } from './state/room-state';

/** How many lines others have written since the chat was last open, or since one came. */
export function useUnread(room: RoomState, open: boolean): number {
  const last = room.chat.at(-1)?.message;
  const [read, setRead] = useState(last);
  if (open && read !== last) setRead(last);
  if (open) return 0;
  const me = own(room)?.userId;
  return room.chat.slice(room.chat.findIndex(({ message }) => message === read) + 1).filter(({ userId }) => userId !== me).length;
}
