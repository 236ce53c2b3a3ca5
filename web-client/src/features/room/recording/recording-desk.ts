import { SignalError, type ServerEvent } from '@/lib/signaling/protocol';
import type { RoomSession } from '../state/room-session';
import type { Store } from '../state/store';

/** Why a recording is over, as the server gives it. */
export const reasons = ['stopped', 'refused', 'withdrawn', 'silent', 'empty', 'closed', 'media-server-lost', 'plane', 'crashed'] as const;
export type Reason = (typeof reasons)[number];

/** The server may be newer: what is not known has simply stopped. */
export const reasonOf = (given: unknown): Reason => reasons.find((each) => each === given) ?? 'stopped';

export type RecordingNotice = { kind: 'recordingMesh' | 'recordingUnavailable' | 'refused' } | { kind: 'recordingOver'; reason: Reason };

/** Recording a room: beginning and ending it, and saying yes or no to it. */
export class RecordingDesk {
  readonly #session: RoomSession;
  readonly #tell: (notice: RecordingNotice) => void;

  constructor(session: RoomSession, notice: Pick<Store<RecordingNotice | undefined>, 'set'>) {
    this.#session = session;
    this.#tell = (told) => notice.set(told);
  }

  /** Asks everybody in the room; it begins when all of them have agreed. */
  async start(): Promise<void> {
    if (this.#session.room?.plane !== 'kurento') {
      this.#tell({ kind: 'recordingMesh' });
      return;
    }
    try {
      await this.#session.record();
    } catch (error) {
      this.#tell({ kind: error instanceof SignalError && error.slug === 'no-resources' ? 'recordingUnavailable' : 'refused' });
    }
  }

  async stop(): Promise<void> {
    const recording = this.#session.room?.recording?.recording;
    if (recording) await this.#session.ask('recording.stop', { recording }).catch(() => this.#tell({ kind: 'refused' }));
  }

  async consent(agreed: boolean): Promise<void> {
    const recording = this.#session.room?.recording?.recording;
    if (recording) await this.#session.consent(recording, agreed).catch(() => this.#tell({ kind: 'refused' }));
  }

  hear(event: ServerEvent): void {
    if (event.type !== 'recording.state' || event.state !== 'stopped') return;
    this.#tell({ kind: 'recordingOver', reason: reasonOf(event.reason) });
  }
}
