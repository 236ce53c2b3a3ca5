// What the room scripts know of WebRTC: every peer connection and socket that a page makes is kept, so that their counters can be
// read and their line be cut. HUIZHEN_RELAY=1 lets media go through TURN only. Where more than two people meet (HUIZHEN_PEOPLE), their
// devices give small, slow pictures: all of them code and decode on the processors of one machine.
const relay = process.env.HUIZHEN_RELAY === '1';
export const people = Number(process.env.HUIZHEN_PEOPLE ?? 2);
const modest = `
  {
    const devices = navigator.mediaDevices;
    const [camera, screen] = [devices.getUserMedia.bind(devices), devices.getDisplayMedia.bind(devices)];
    const small = (wanted, size) => ({ ...wanted, ...(wanted.video ? { video: { ...wanted.video, ...size } } : {}) });
    devices.getUserMedia = (wanted) => camera(small(wanted, { width: 320, height: 180, frameRate: 7 }));
    devices.getDisplayMedia = (wanted) => screen(small(wanted, { width: 640, height: 360, frameRate: 5 }));
  }`;

/** Runs in the page, before its own scripts. */
export const keepConnections = `
  globalThis.keptPeers = [];
  globalThis.keptSockets = [];
  {
    const Peer = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Peer {
      constructor(settings) {
        super(${relay ? "{ ...settings, iceTransportPolicy: 'relay' }" : 'settings'});
        globalThis.keptPeers.push(this);
      }
    };
    const Socket = WebSocket;
    globalThis.WebSocket = class extends Socket {
      constructor(...all) {
        super(...all);
        globalThis.keptSockets.push(this);
      }
    };
  }${people > 2 ? modest : ''}`;

/** Decoded frames of each video that comes in, by its track. */
export const framesIn = (page) =>
  page.evaluate(async () => {
    const frames = {};
    for (const peer of globalThis.keptPeers) {
      if (peer.connectionState === 'closed') continue;
      for (const entry of (await peer.getStats()).values()) {
        if (entry.type === 'inbound-rtp' && entry.kind === 'video') frames[`${globalThis.keptPeers.indexOf(peer)} ${entry.mid ?? entry.ssrc}`] = entry.framesDecoded ?? 0;
      }
    }
    return frames;
  });

/** Lines of each video that comes in, zero where nothing was decoded. */
export const linesIn = (page) =>
  page.evaluate(async () => {
    const lines = [];
    for (const peer of globalThis.keptPeers) {
      if (peer.connectionState !== 'connected') continue;
      for (const entry of (await peer.getStats()).values()) if (entry.type === 'inbound-rtp' && entry.kind === 'video') lines.push(entry.frameHeight ?? 0);
    }
    return lines;
  });

/** How many videos have decoded more frames since then. */
export async function growing(page, before) {
  const now = await framesIn(page);
  return Object.entries(now).filter(([track, count]) => count > (before[track] ?? 0)).length;
}

/** How many sounds that come in are played. */
export const soundsPlayed = (page) =>
  page.evaluate(() => {
    const open = globalThis.keptPeers.filter(({ connectionState }) => connectionState === 'connected');
    const incoming = open.flatMap((peer) => peer.getTransceivers()).filter(({ currentDirection }) => /recv/.test(currentDirection ?? ''));
    return incoming.map(({ receiver }) => receiver).filter(({ track }) => track.kind === 'audio' && track.enabled && track.readyState === 'live').length;
  });

/** How many sounds come in over the line, played or not, within a second. */
export async function soundsArriving(page) {
  const bytes = () =>
    page.evaluate(async () => {
      const found = {};
      for (const peer of globalThis.keptPeers) {
        if (peer.connectionState !== 'connected') continue;
        for (const entry of (await peer.getStats()).values()) if (entry.type === 'inbound-rtp' && entry.kind === 'audio') found[`${globalThis.keptPeers.indexOf(peer)} ${entry.id}`] = entry.bytesReceived;
      }
      return found;
    });
  const before = await bytes();
  await page.waitForTimeout(1_000);
  return Object.entries(await bytes()).filter(([sound, count]) => count > (before[sound] ?? 0)).length;
}

/** A page that does not keep to the rules: everything it captures goes out, whatever it was told. */
export const disobey = (page) =>
  page.evaluate(() => {
    for (const peer of globalThis.keptPeers) for (const { track } of peer.getSenders()) if (track) track.enabled = true;
  });

/** The kinds of the selected candidates of all connections: `local/remote`. */
export const paths = (page) =>
  page.evaluate(async () => {
    const found = [];
    for (const peer of globalThis.keptPeers) {
      if (peer.connectionState !== 'connected') continue;
      const report = await peer.getStats();
      for (const entry of report.values()) {
        if (entry.type !== 'transport' || !entry.selectedCandidatePairId) continue;
        const pair = report.get(entry.selectedCandidatePairId);
        found.push(`${report.get(pair.localCandidateId)?.candidateType}/${report.get(pair.remoteCandidateId)?.candidateType}`);
      }
    }
    return found;
  });

/** Cuts the page's line to the server; the media goes on. */
export const cutLine = (page) => page.evaluate(() => globalThis.keptSockets.filter(({ readyState }) => readyState === 1).forEach((socket) => socket.close()));

/** The states of a page's connections, for whoever reads why a test failed. */
export const describe = (page) =>
  page.evaluate(async () => {
    const told = [];
    for (const peer of globalThis.keptPeers) {
      const entries = peer.connectionState === 'closed' ? [] : [...(await peer.getStats()).values()];
      const count = (type) => entries.filter((entry) => entry.type === type).length;
      told.push(`${peer.connectionState} ice ${peer.iceConnectionState}/${peer.iceGatheringState} ${peer.signalingState} candidates ${count('local-candidate')}+${count('remote-candidate')} pairs ${count('candidate-pair')}`);
    }
    return told.join('; ');
  });
