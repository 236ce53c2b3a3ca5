import { describe, expect, it } from 'vitest';
import { Adaptation, least, sendingOf } from './adaptation';
import { between, countersOf, type LinkSample } from './link-stats';
import { levelOf, worst } from './quality';

const fine: LinkSample = { rtt: 20, lossOut: 0, lossIn: 0, rateIn: 500, rateOut: 500, path: undefined };
const losing: LinkSample = { ...fine, lossOut: 0.2 };

function feed(adaptation: Adaptation, sample: LinkSample, times: number): void {
  for (let i = 0; i < times; i++) adaptation.next(sample);
}

describe('a line that loses', () => {
  it('gets less picture after two bad looks, then none, and no less than sound', () => {
    const line = new Adaptation();
    feed(line, losing, 1);
    expect(line.mode).toBe('full');
    feed(line, losing, 1);
    expect(line.mode).toBe('low');
    feed(line, losing, 9);
    expect(line.mode).toBe('audio');
  });

  it('gets its picture back step by step when it has been good for a while', () => {
    const line = new Adaptation();
    feed(line, losing, 2);
    feed(line, fine, 7);
    expect(line.mode).toBe('low');
    feed(line, fine, 1);
    expect(line.mode).toBe('full');
  });

  it('waits longer after each relapse', () => {
    const line = new Adaptation();
    feed(line, losing, 4);
    feed(line, fine, 8);
    expect(line.mode).toBe('audio');
    feed(line, fine, 8);
    expect(line.mode).toBe('low');
  });

  it('is not judged by what is neither good nor bad', () => {
    const line = new Adaptation();
    for (let i = 0; i < 10; i++) {
      feed(line, losing, 1);
      feed(line, { ...fine, lossOut: 0.05 }, 1);
    }
    expect(line.mode).toBe('full');
  });
});

describe('what goes out', () => {
  it('is what the line bears and the other side wants, whichever is less', () => {
    expect(least('full', 'low')).toBe('low');
    expect(least('audio', 'low')).toBe('audio');
    expect(least('full', 'full')).toBe('full');
  });

  it('drops faces before the shared screen', () => {
    expect(sendingOf('camera', 'audio').active).toBe(false);
    expect(sendingOf('screen', 'audio')).toMatchObject({ active: true, maxFramerate: 1 });
  });
});

describe('the quality of a line', () => {
  it('follows loss of either way and delay', () => {
    expect(levelOf(fine)).toBe('good');
    expect(levelOf({ ...fine, lossIn: 0.05 })).toBe('fair');
    expect(levelOf({ ...fine, rtt: 700 })).toBe('poor');
    expect(levelOf(losing)).toBe('poor');
    expect(worst(['good', 'poor', 'fair'])).toBe('poor');
  });

  it('is read from the counters of both ways', () => {
    const report = (received: number, lost: number, bytes: number): [string, unknown][] => [
      ['t', { type: 'transport', selectedCandidatePairId: 'pair' }],
      ['pair', { type: 'candidate-pair', currentRoundTripTime: 0.08, localCandidateId: 'l', remoteCandidateId: 'r' }],
      ['l', { type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' }],
      ['r', { type: 'remote-candidate', candidateType: 'host', protocol: 'udp' }],
      ['ia', { type: 'inbound-rtp', kind: 'audio', packetsReceived: received, packetsLost: lost, bytesReceived: bytes }],
      ['oa', { type: 'outbound-rtp', kind: 'audio', bytesSent: 0 }],
      ['ra', { type: 'remote-inbound-rtp', fractionLost: 0.04, roundTripTime: 0.5 }],
    ];
    const sample = between(countersOf(report(100, 0, 1000), 0), countersOf(report(190, 10, 126_000), 2000));
    expect(sample).toEqual({ rtt: 80, lossOut: 0.04, lossIn: 0.1, rateIn: 500, rateOut: 0, path: { kind: 'relay', protocol: 'tls' } });
  });
});
