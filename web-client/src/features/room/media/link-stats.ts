/** By which way packets go. */
export interface Path {
  kind: 'direct' | 'relay';
  protocol: 'udp' | 'tcp' | 'tls';
}

/** One look at a connection's counters. */
export interface Counters {
  at: number;
  rtt: number | undefined;
  /** What the other side says that it lost of ours, 0…1, the worst stream. */
  lossOut: number;
  lostIn: number;
  receivedIn: number;
  bytesIn: number;
  bytesOut: number;
  path: Path | undefined;
}

/** What the connection did between two looks. */
export interface LinkSample {
  rtt: number | undefined;
  lossOut: number;
  lossIn: number;
  /** kbit/s */
  rateIn: number;
  rateOut: number;
  path: Path | undefined;
}

interface Entry {
  id: string;
  type: string;
  kind?: string;
  fractionLost?: number;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  packetsLost?: number;
  packetsReceived?: number;
  bytesReceived?: number;
  bytesSent?: number;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  protocol?: string;
  relayProtocol?: string;
  nominated?: boolean;
  state?: string;
}

/** Reads a statistics report (W3C webrtc-stats). */
export function countersOf(report: Iterable<readonly [string, unknown]>, at: number): Counters {
  const entries = new Map<string, Entry>();
  for (const [id, entry] of report) entries.set(id, entry as Entry);
  const counters: Counters = { at, rtt: undefined, lossOut: 0, lostIn: 0, receivedIn: 0, bytesIn: 0, bytesOut: 0, path: undefined };
  let selected: Entry | undefined;
  for (const entry of entries.values()) {
    if (entry.type === 'remote-inbound-rtp') {
      counters.lossOut = Math.max(counters.lossOut, entry.fractionLost ?? 0);
      counters.rtt ??= entry.roundTripTime;
    } else if (entry.type === 'inbound-rtp') {
      counters.lostIn += Math.max(0, entry.packetsLost ?? 0);
      counters.receivedIn += entry.packetsReceived ?? 0;
      counters.bytesIn += entry.bytesReceived ?? 0;
    } else if (entry.type === 'outbound-rtp') {
      counters.bytesOut += entry.bytesSent ?? 0;
    } else if (entry.type === 'transport' && entry.selectedCandidatePairId) {
      selected = entries.get(entry.selectedCandidatePairId);
    } else if (entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded') {
      selected ??= entry;
    }
  }
  if (selected) {
    counters.rtt = selected.currentRoundTripTime ?? counters.rtt;
    counters.path = pathOf(entries.get(selected.localCandidateId ?? ''), entries.get(selected.remoteCandidateId ?? ''));
  }
  return counters;
}

function pathOf(local: Entry | undefined, remote: Entry | undefined): Path | undefined {
  if (!local) return undefined;
  const relay = local.candidateType === 'relay' || remote?.candidateType === 'relay';
  const protocol = local.candidateType === 'relay' ? (local.relayProtocol ?? local.protocol) : local.protocol;
  return { kind: relay ? 'relay' : 'direct', protocol: protocol === 'tcp' || protocol === 'tls' ? protocol : 'udp' };
}

export function between(before: Counters, now: Counters): LinkSample {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const lost = Math.max(0, now.lostIn - before.lostIn);
  const received = Math.max(0, now.receivedIn - before.receivedIn);
  return {
    rtt: now.rtt === undefined ? undefined : Math.round(now.rtt * 1000),
    lossOut: now.lossOut,
    lossIn: lost + received === 0 ? 0 : lost / (lost + received),
    rateIn: (Math.max(0, now.bytesIn - before.bytesIn) * 8) / 1000 / seconds,
    rateOut: (Math.max(0, now.bytesOut - before.bytesOut) * 8) / 1000 / seconds,
    path: now.path,
  };
}
