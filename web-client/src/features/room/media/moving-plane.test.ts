import { describe, expect, it } from 'vitest';
import type { RoomState } from '../state/room-state';
import { Store } from '../state/store';
import { MovingPlane } from './moving-plane';
import type { MediaPlane, Shown, Streams } from './plane';

const track = {} as MediaStreamTrack;
const shown: Shown[] = [{ participant: 'p', source: 'camera', quality: 'high' }];
const roomOn = (plane: string): RoomState => ({ plane }) as RoomState;

function planes(): { plane: MovingPlane; told: string[]; streams: Store<Streams>[] } {
  const [told, streams]: [string[], Store<Streams>[]] = [[], []];
  const make = (kind: string): MediaPlane => {
    const coming = new Store<Streams>(new Map());
    streams.push(coming);
    return {
      streams: coming,
      lines: new Store(new Map()),
      update: () => told.push(`${kind} update`),
      hear: ({ type }) => told.push(`${kind} hears ${type}`),
      setLocal: (source) => told.push(`${kind} sends ${source}`),
      show: (tiles) => told.push(`${kind} shows ${tiles.length}`),
      restart: () => told.push(`${kind} restarts`),
      close: () => told.push(`${kind} closes`),
    };
  };
  return { plane: new MovingPlane(make), told, streams };
}

describe('the plane of a room', () => {
  it('is made when the room says which, with what was captured and shown before', () => {
    const { plane, told } = planes();
    plane.setLocal('camera', track);
    plane.show(shown);
    plane.hear({ type: 'media.answer' });
    expect(told).toEqual([]);
    plane.update(roomOn('kurento'));
    plane.update(roomOn('kurento'));
    expect(told).toEqual(['kurento sends camera', 'kurento shows 1', 'kurento update', 'kurento update']);
  });

  it('gives way to another when the room moves', () => {
    const { plane, told, streams } = planes();
    plane.setLocal('camera', track);
    plane.update(roomOn('mesh'));
    plane.setLocal('camera', undefined);
    told.length = 0;
    plane.update(roomOn('kurento'));
    plane.hear({ type: 'media.answer' });
    expect(told).toEqual(['mesh closes', 'kurento shows 0', 'kurento update', 'kurento hears media.answer']);
    streams[0]?.set(new Map([['p', new Map([['of mesh', track]])]]));
    expect(plane.streams.get().size).toBe(0);
    streams[1]?.set(new Map([['p', new Map([['of kurento', track]])]]));
    expect([...(plane.streams.get().get('p')?.keys() ?? [])]).toEqual(['of kurento']);
  });
});
