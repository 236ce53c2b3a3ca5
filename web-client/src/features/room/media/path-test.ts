import { countersOf, type Path } from './link-stats';

export interface PathReport {
  /** Between two connections of this computer, over any way: whether media can be sent at all. */
  direct: boolean;
  /** Through the TURN server, by the way that worked. */
  relay: Path | undefined;
  relayConfigured: boolean;
  /** What the server says that our address is from outside; the network can be left by UDP. */
  outside: boolean;
  /** ms, through the relay. */
  rtt: number | undefined;
}

const patience = 8_000;

/** Tries the ways that media may take from here and names them. */
export async function testPaths(iceServers: RTCIceServer[]): Promise<PathReport> {
  const relayConfigured = iceServers.some(({ urls }) => [urls].flat().some((url) => url.startsWith('turn')));
  const [any, relay] = await Promise.all([connect(iceServers, 'all'), relayConfigured ? connect(iceServers, 'relay') : undefined]);
  return { direct: any.path !== undefined, outside: any.outside, relay: relay?.path, relayConfigured, rtt: relay?.rtt };
}

interface Attempt {
  path: Path | undefined;
  rtt: number | undefined;
  outside: boolean;
}

async function connect(iceServers: RTCIceServer[], iceTransportPolicy: RTCIceTransportPolicy): Promise<Attempt> {
  const [from, to] = [new RTCPeerConnection({ iceServers, iceTransportPolicy }), new RTCPeerConnection({ iceServers, iceTransportPolicy })];
  let outside = false;
  const pass = (other: RTCPeerConnection) => ({ candidate }: RTCPeerConnectionIceEvent): void => {
    if (!candidate) return;
    outside ||= candidate.type === 'srflx';
    void other.addIceCandidate(candidate).catch(() => undefined);
  };
  from.onicecandidate = pass(to);
  to.onicecandidate = pass(from);
  try {
    const open = opened(from.createDataChannel('test'));
    await from.setLocalDescription();
    if (from.localDescription) await to.setRemoteDescription(from.localDescription);
    await to.setLocalDescription();
    if (to.localDescription) await from.setRemoteDescription(to.localDescription);
    if (!(await open)) return { path: undefined, rtt: undefined, outside };
    const { path, rtt } = countersOf(await from.getStats(), 0);
    return { path: path ?? { kind: 'direct', protocol: 'udp' }, rtt: rtt === undefined ? undefined : Math.round(rtt * 1000), outside };
  } finally {
    from.close();
    to.close();
  }
}

function opened(channel: RTCDataChannel): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), patience);
    channel.onopen = () => {
      clearTimeout(timer);
      resolve(true);
    };
  });
}
