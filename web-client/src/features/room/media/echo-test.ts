import { audioContext } from './level-meter';

const delaySeconds = 0.7;

/**
 * Plays the microphone back a moment later, sent through two connections of this page: what is heard has been captured, coded,
 * sent and decoded. Returns how to stop.
 */
export async function startEcho(track: MediaStreamTrack): Promise<() => void> {
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const element = new Audio();
  const audio = audioContext();
  const nodes: AudioNode[] = [];
  to.ontrack = ({ track: heard }) => {
    const stream = new MediaStream([heard]);
    // Chromium lets a remote track flow into the graph only while an element plays it
    element.srcObject = stream;
    element.muted = true;
    void element.play().catch(() => undefined);
    const source = audio.createMediaStreamSource(stream);
    const delay = audio.createDelay(1);
    delay.delayTime.value = delaySeconds;
    source.connect(delay).connect(audio.destination);
    nodes.push(source, delay);
  };
  from.onicecandidate = ({ candidate }) => candidate && void to.addIceCandidate(candidate).catch(() => undefined);
  to.onicecandidate = ({ candidate }) => candidate && void from.addIceCandidate(candidate).catch(() => undefined);
  from.addTrack(track);
  await from.setLocalDescription();
  if (from.localDescription) await to.setRemoteDescription(from.localDescription);
  await to.setLocalDescription();
  if (to.localDescription) await from.setRemoteDescription(to.localDescription);
  return () => {
    for (const node of nodes) node.disconnect();
    element.srcObject = null;
    from.close();
    to.close();
  };
}
