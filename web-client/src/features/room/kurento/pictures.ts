import { least, type Mode } from '../media/adaptation';
import type { Shown } from '../media/plane';
import { own, published, type RoomState } from '../state/room-state';

/** One picture of one person, and how good it is to be. */
export interface Picture {
  target: string;
  track: string;
  quality: 'high' | 'low';
}

/**
 * What is worth its rate: shared screens first, then faces as large as their tiles are, never more than the room allows.
 *
 * @param line what the own line bears: `low` takes the small pictures of faces, `audio` none of them
 */
export function picturesFor(room: RoomState, shown: readonly Shown[], line: Mode): Picture[] {
  const wish = own(room)?.mode ?? 'full';
  if (wish === 'audio') return [];
  const faces = least(wish, line);
  const rank = ({ source, quality }: Shown): number => (source === 'screen' ? 0 : quality === 'high' ? 1 : 2);
  return [...shown]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(({ participant, source, quality }): Picture[] => {
      const one = room.participants.find(({ id }) => id === participant);
      const track = one && participant !== room.you && !one.muted.includes(source) ? published(one, source) : undefined;
      if (!track || (source === 'camera' && faces === 'audio')) return [];
      return [{ target: participant, track, quality: source === 'camera' && faces === 'low' ? 'low' : quality }];
    })
    .slice(0, room.limits.shown);
}
