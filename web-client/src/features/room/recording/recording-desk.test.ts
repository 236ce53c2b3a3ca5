import { beforeEach, describe, expect, it } from 'vitest';
import { SignalError } from '@/lib/signaling/protocol';
import type { RoomSession } from '../state/room-session';
import { RecordingDesk, type RecordingNotice } from './recording-desk';

let notices: (RecordingNotice | undefined)[];
let asked: string[];
let refusal: SignalError | undefined;

function deskIn(plane: string, recording?: string): RecordingDesk {
  const ask = (words: string): Promise<unknown> => {
    asked.push(words);
    return refusal ? Promise.reject(refusal) : Promise.resolve({});
  };
  const session = {
    room: { plane, ...(recording ? { recording: { recording } } : {}) },
    record: () => ask('start'),
    consent: (id: string, agreed: boolean) => ask(`consent ${id} ${agreed ? 'yes' : 'no'}`),
    ask: (type: string, fields: { recording: string }) => ask(`${type} ${fields.recording}`),
  };
  return new RecordingDesk(session as unknown as RoomSession, { set: (notice) => notices.push(notice) });
}

beforeEach(() => {
  [notices, asked, refusal] = [[], [], undefined];
});

describe('recording a room', () => {
  it('says why not where nobody but the others could record, and asks nobody', async () => {
    await deskIn('mesh').start();
    expect(asked).toEqual([]);
    expect(notices).toEqual([{ kind: 'recordingMesh' }]);
  });

  it('says so where the server keeps no recordings', async () => {
    refusal = new SignalError({ type: 'no-resources' });
    await deskIn('kurento').start();
    expect(notices).toEqual([{ kind: 'recordingUnavailable' }]);
  });

  it('agrees to, takes back and ends the one that is on', async () => {
    const desk = deskIn('kurento', 'r1');
    await desk.consent(true);
    await desk.consent(false);
    await desk.stop();
    expect(asked).toEqual(['consent r1 yes', 'consent r1 no', 'recording.stop r1']);
  });

  it('tells why it is over', () => {
    const desk = deskIn('kurento');
    desk.hear({ type: 'recording.state', state: 'running' });
    desk.hear({ type: 'recording.state', state: 'stopped', reason: 'withdrawn' });
    desk.hear({ type: 'recording.state', state: 'stopped', reason: 'of a later version' });
    expect(notices).toEqual([{ kind: 'recordingOver', reason: 'withdrawn' }, { kind: 'recordingOver', reason: 'stopped' }]);
  });
});
