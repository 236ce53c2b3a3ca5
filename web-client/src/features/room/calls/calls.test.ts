import { beforeEach, describe, expect, it } from 'vitest';
import { type Listener, type ServerEvent, SignalError, type Signaling } from '@/lib/signaling/protocol';
import type { Notice } from '../state/room-call';
import { CallOut } from './call-out';
import { heard, inVain, quiet, type Rings, seen } from './rings';

const me = 'u1';
const invited = (call: string, room: string): ServerEvent => ({ type: 'call.invited', call, room, from: '王建军', callee: '心内科', until: '2026-11-23T12:00:45Z' });
const after = (...events: ServerEvent[]): Rings => events.reduce((rings, event) => heard(rings, event, me, 7), quiet);
const calls = (list: readonly { call: string }[]): string[] => list.map(({ call }) => call);

describe('calls that come in', () => {
  it('are missed when they ring out or the caller gives up', () => {
    const rings = after(invited('c1', 'r1'), { type: 'call.timeout', call: 'c1' }, invited('c2', 'r2'), { type: 'call.cancelled', call: 'c2' });
    expect([calls(rings.ringing), calls(rings.missed)]).toEqual([[], ['c1', 'c2']]);
    expect(rings.missed[0]).toMatchObject({ from: '王建军', room: 'r1', at: 7 });
  });

  it('are not missed when somebody took them or one declined oneself', () => {
    const rings = after(invited('c1', 'r1'), { type: 'call.accepted', call: 'c1', byUserId: 'u2' }, invited('c2', 'r2'), { type: 'call.declined', call: 'c2', byUserId: me });
    expect([calls(rings.ringing), calls(rings.missed)]).toEqual([[], []]);
  });

  it('go on ringing when another one of the department declines', () => {
    expect(calls(after(invited('c1', 'r1'), { type: 'call.declined', call: 'c1', byUserId: 'u2' }).ringing)).toEqual(['c1']);
  });

  it('are missed once for each room, and no longer when it rings again or was read', () => {
    const missed = inVain(after(invited('c1', 'r1')), 'c1');
    expect(calls(inVain(heard(missed, invited('c2', 'r1'), me, 8), 'c2').missed)).toEqual(['c2']);
    expect(calls(heard(missed, invited('c2', 'r1'), me, 8).missed)).toEqual([]);
    expect(seen(missed, 'r1').missed).toEqual([]);
  });
});

class Server {
  readonly listeners = new Set<Listener>();
  readonly asked: string[] = [];
  refusal: SignalError | undefined;
  #next = 0;

  ask = (type: string): Promise<unknown> => {
    this.asked.push(type);
    if (this.refusal) return Promise.reject(this.refusal);
    this.#next += 1;
    return Promise.resolve({ call: `c${this.#next}`, ringing: 1 });
  };

  listen = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  say(event: ServerEvent): void {
    for (const { event: hear } of [...this.listeners]) hear?.(event);
  }
}

describe('calls that go out', () => {
  let server: Server;
  let notices: Notice[];
  let out: CallOut;
  const shown = (): (string | undefined)[] => out.ringing.get().map(({ name, outcome }) => `${name} ${outcome ?? 'ringing'}`);

  beforeEach(() => {
    [server, notices] = [new Server(), []];
    out = new CallOut(server as unknown as Signaling, 'r', (notice) => notices.push(notice));
  });

  it('say how they ended until that was read', async () => {
    await out.ring('p1', '孙立群');
    expect(shown()).toEqual(['孙立群 ringing']);
    server.say({ type: 'call.timeout', call: 'c1' });
    expect(shown()).toEqual(['孙立群 timeout']);
    out.dismiss('c1');
    expect(shown()).toEqual([]);
    expect(server.asked).toEqual(['call.invite']);
  });

  it('ring again in the place of those that were in vain', async () => {
    await out.ring('p1', '孙立群');
    server.say({ type: 'call.declined', call: 'c1', by: '孙立群', over: true });
    expect(shown()).toEqual(['孙立群 declined']);
    await out.ring('p1', '孙立群');
    expect(shown()).toEqual(['孙立群 ringing']);
  });

  it('say that nobody of a department is connected', async () => {
    server.refusal = new SignalError({ type: 'no-resources' });
    await out.ring('d1', '心内科');
    expect(shown()).toEqual(['心内科 nobody']);
    expect(notices).toEqual([]);
  });

  it('go on at a department of which one has declined', async () => {
    await out.ring('d1', '心内科');
    server.say({ type: 'call.declined', call: 'c1', by: '陈思远', over: false });
    expect([shown(), notices]).toEqual([['心内科 ringing'], [{ kind: 'callDeclined', name: '陈思远' }]]);
  });

  it('are no longer spoken of when that person comes by themselves', async () => {
    await out.ring('p1', '孙立群');
    server.say({ type: 'call.timeout', call: 'c1' });
    out.arrived('p1');
    expect(shown()).toEqual([]);
  });

  it('are given up with the room, those that still ring', async () => {
    await out.ring('p1', '孙立群');
    server.say({ type: 'call.timeout', call: 'c1' });
    await out.ring('p2', '陈思远');
    out.close();
    expect(server.asked).toEqual(['call.invite', 'call.invite', 'call.cancel']);
  });
});
