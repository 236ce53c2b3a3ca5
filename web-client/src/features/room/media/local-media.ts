import type { Source } from '../state/room-state';
import { Store } from '../state/store';
import { type Chosen, chosenDevices, type DeviceKind, DeviceList, keepDevices, mediaDevices } from './devices';

/** Why a device gives nothing. */
export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'insecure';

export interface LocalState {
  /** What is captured now. */
  tracks: Partial<Record<Source, MediaStreamTrack | undefined>>;
  chosen: Chosen;
  problems: Partial<Record<'microphone' | 'camera' | 'screen', DeviceProblem | undefined>>;
}

const sound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const picture: MediaTrackConstraints = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 20, max: 30 } };

/** This tab's microphone, camera and screen. */
export class LocalMedia {
  readonly state = new Store<LocalState>({ tracks: {}, chosen: chosenDevices(), problems: {} });
  readonly devices = new DeviceList();
  readonly #turns: Record<'microphone' | 'camera', number> = { microphone: 0, camera: 0 };

  start(): void {
    this.devices.start();
  }

  stop(): void {
    this.devices.stop();
    this.#turns.microphone += 1;
    this.#turns.camera += 1;
    for (const source of Object.keys(this.state.get().tracks) as Source[]) this.#put(source, undefined);
  }

  track(source: Source): MediaStreamTrack | undefined {
    return this.state.get().tracks[source];
  }

  /** Captures from a device, or gives it back so that its light goes out. */
  async set(source: 'microphone' | 'camera', on: boolean): Promise<void> {
    this.#turns[source] += 1;
    if (!on) {
      this.#put(source, undefined);
      this.#problem(source, undefined);
      return;
    }
    await this.#capture(source, this.#turns[source]);
  }

  async choose(kind: DeviceKind, id: string): Promise<void> {
    const chosen = { ...this.state.get().chosen, [kind]: id };
    keepDevices(chosen);
    this.state.change({ chosen });
    if (kind !== 'speaker' && this.track(kind)) await this.set(kind, true);
  }

  /** True when something is shared; false when the person chose nothing. */
  async shareScreen(ended: () => void): Promise<boolean> {
    const media = mediaDevices();
    if (!media || (media as Partial<MediaDevices>).getDisplayMedia === undefined) {
      this.#problem('screen', media ? 'missing' : 'insecure');
      return false;
    }
    try {
      const stream = await media.getDisplayMedia({ video: { frameRate: { ideal: 10, max: 15 } }, audio: true });
      const [video] = stream.getVideoTracks();
      if (!video) return false;
      video.contentHint = 'detail';
      video.addEventListener('ended', ended);
      this.#put('screen', video);
      this.#put('screenAudio', stream.getAudioTracks()[0]);
      this.#problem('screen', undefined);
      return true;
    } catch {
      // the person has closed the browser's dialog
      return false;
    }
  }

  stopScreen(): void {
    this.#put('screen', undefined);
    this.#put('screenAudio', undefined);
  }

  async #capture(source: 'microphone' | 'camera', turn: number): Promise<void> {
    const media = mediaDevices();
    if (!media) {
      this.#problem(source, 'insecure');
      return;
    }
    const wanted = this.state.get().chosen[source];
    try {
      const track = await captured(media, source, wanted).catch((error: unknown) => {
        // the chosen device is gone: any other will do
        if (wanted && problemOf(error) === 'missing') return captured(media, source, undefined);
        throw error;
      });
      if (turn !== this.#turns[source]) {
        track?.stop();
        return;
      }
      track?.addEventListener('ended', () => {
        if (this.track(source) === track) void this.set(source, true);
      });
      this.#put(source, track);
      this.#problem(source, undefined);
      await this.devices.refresh();
    } catch (error) {
      if (turn !== this.#turns[source]) return;
      this.#put(source, undefined);
      this.#problem(source, problemOf(error));
    }
  }

  #put(source: Source, track: MediaStreamTrack | undefined): void {
    const before = this.track(source);
    if (before === track) return;
    // switched off stays switched off with another device
    if (track && before && source === 'microphone') track.enabled = before.enabled;
    this.state.change({ tracks: { ...this.state.get().tracks, [source]: track } });
    before?.stop();
  }

  #problem(source: 'microphone' | 'camera' | 'screen', problem: DeviceProblem | undefined): void {
    this.state.change({ problems: { ...this.state.get().problems, [source]: problem } });
  }
}

async function captured(media: MediaDevices, source: 'microphone' | 'camera', id: string | undefined): Promise<MediaStreamTrack | undefined> {
  const device = id ? { deviceId: { exact: id } } : {};
  const stream = await media.getUserMedia(source === 'microphone' ? { audio: { ...sound, ...device } } : { video: { ...picture, ...device } });
  return stream.getTracks()[0];
}

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
