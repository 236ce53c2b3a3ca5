import { Store } from '../state/store';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface Device {
  id: string;
  name: string;
}

export type Devices = Record<DeviceKind, Device[]>;

const kinds: Record<MediaDeviceKind, DeviceKind> = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' };
const stored = 'huizhen.room.devices';

export type Chosen = Partial<Record<DeviceKind, string>>;

/** What was chosen the last time on this computer. */
export function chosenDevices(): Chosen {
  try {
    return JSON.parse(localStorage.getItem(stored) ?? '{}') as Chosen;
  } catch {
    return {};
  }
}

export function keepDevices(chosen: Chosen): void {
  localStorage.setItem(stored, JSON.stringify(chosen));
}

/** The devices of this computer; their names come with the permission to use them. */
export class DeviceList {
  readonly list = new Store<Devices>({ microphone: [], camera: [], speaker: [] });
  readonly #media: MediaDevices | undefined = mediaDevices();
  readonly #refresh = (): void => void this.refresh();

  start(): void {
    this.#media?.addEventListener('devicechange', this.#refresh);
    this.#refresh();
  }

  stop(): void {
    this.#media?.removeEventListener('devicechange', this.#refresh);
  }

  async refresh(): Promise<void> {
    if (!this.#media) return;
    const found: Devices = { microphone: [], camera: [], speaker: [] };
    for (const { kind, deviceId, label } of await this.#media.enumerateDevices()) {
      if (deviceId) found[kinds[kind]].push({ id: deviceId, name: label });
    }
    this.list.set(found);
  }
}

/** Missing on pages that did not come over https (localhost apart): the browser gives no device to them. */
export function mediaDevices(): MediaDevices | undefined {
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
}
