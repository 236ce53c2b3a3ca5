import { SignalError, type Later, type ServerEvent, type Signaling } from '@/lib/signaling/protocol';
import { BoardDesk } from '../board/board-desk';
import { CallOut } from '../calls/call-out';
import { type DeviceProblem, LocalMedia } from '../media/local-media';
import { MovingPlane } from '../media/moving-plane';
import { TrackNames } from '../media/publications';
import { ShownTiles } from '../media/shown-tiles';
import { Speaker } from '../media/speaker';
import { Kurento } from '../kurento/kurento';
import { Mesh } from '../mesh/mesh';
import { RecordingDesk, type Reason } from '../recording/recording-desk';
import { forgetIntent, type Intent, keepIntent } from './kept-intent';
import { own, type Participant, type RoomState, type Source } from './room-state';
import { RoomSession } from './room-session';
import { Store } from './store';

/** Something that the person should read once. */
export interface Notice {
  kind: 'mutedByHost' | 'cameraStopped' | 'screenStopped' | 'locked' | 'videoFull' | 'refused' | 'wantsToPresent' | 'callDeclined' | 'device' | 'handRaised' | 'planeGrown' | 'planeLost' | 'recordingMesh' | 'recordingUnavailable' | 'recordingOver';
  reason?: Reason;
  /** Of `device`: what could not be captured. */
  source?: 'camera' | 'screen';
  problem?: DeviceProblem;
  name?: string;
  participant?: string;
}

const later: Later = (run, ms) => {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
};
const sources: readonly Source[] = ['microphone', 'camera', 'screen', 'screenAudio'];

/** A person's part in a room: session, own devices, everybody's media, board and calls, tied together. */
export class RoomCall {
  readonly session: RoomSession;
  readonly local = new LocalMedia();
  readonly plane: MovingPlane;
  readonly tiles = new ShownTiles();
  readonly board: BoardDesk;
  readonly calls: CallOut;
  readonly speaker: Speaker;
  readonly recording: RecordingDesk;
  readonly intent: Store<Intent>;
  /** The browser keeps the sound back until the page is clicked. */
  readonly silent = new Store(false);
  readonly notice = new Store<Notice | undefined>(undefined);
  readonly #ends: (() => void)[];
  #last: RoomState | undefined;
  /** Whether this person led the images in the room as it was last in force. */
  #led = false;
  #stale = false;
  /** While the server is asked, what it said before does not count. */
  #muting = false;
  #cameraProblem: DeviceProblem | undefined;

  constructor(signaling: Signaling, id: string, intent: Intent) {
    this.intent = new Store(intent);
    this.session = new RoomSession(signaling, id, (event) => this.#hear(event));
    const room = { ask: (type: string, fields?: object) => this.session.ask(type, fields), tell: (type: string, fields?: object) => this.session.tell(type, fields) };
    const media = { ask: room.ask, refused: (source: Source, error: unknown) => this.#refused(source, error), renew: () => void this.session.renewMedia() };
    const names = new TrackNames();
    this.plane = new MovingPlane((kind) => (kind === 'kurento' ? new Kurento(media, names) : new Mesh(media, names)));
    this.board = new BoardDesk(room, later);
    this.calls = new CallOut(signaling, id, (notice) => this.notice.set(notice));
    this.speaker = new Speaker(this.plane.streams);
    this.recording = new RecordingDesk(this.session, this.notice);
    const restart = (): void => this.plane.restart();
    window.addEventListener('online', restart);
    this.#ends = [
      this.session.standing.subscribe(() => this.#changed()),
      this.local.state.subscribe(() => this.#captured()),
      this.tiles.shown.subscribe(() => this.plane.show(this.tiles.shown.get())),
      () => window.removeEventListener('online', restart),
    ];
    this.local.start();
  }

  get me(): Participant | undefined {
    return this.session.room && own(this.session.room);
  }

  /** Opens what the person wants to be seen and heard with. */
  async prepare(): Promise<void> {
    const { microphone, camera } = this.intent.get();
    await Promise.all([this.local.set('microphone', true), camera ? this.local.set('camera', true) : undefined]);
    const track = this.local.track('microphone');
    if (track) track.enabled = microphone;
  }

  async join(): Promise<void> {
    await this.session.join();
  }

  async leave(): Promise<void> {
    forgetIntent(this.session.id);
    this.local.stop();
    await this.session.leave();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#muting = true;
    this.#want({ microphone: on });
    const track = this.local.track('microphone');
    if (track && !on) track.enabled = false;
    if (on && !track) await this.local.set('microphone', true);
    await this.#mute('microphone', !on);
    this.#muting = false;
    this.#voice();
  }

  async setCamera(on: boolean): Promise<void> {
    this.#want({ camera: on });
    if (on && this.me?.muted.includes('camera') && !(await this.#mute('camera', false))) return;
    await this.local.set('camera', on);
    if (on) this.#failed('camera');
  }

  async setScreen(on: boolean): Promise<void> {
    if (!on) {
      this.local.stopScreen();
      return;
    }
    if (this.me?.muted.includes('screen') && !(await this.#mute('screen', false))) return;
    if (await this.local.shareScreen(() => this.local.stopScreen())) return;
    this.#failed('screen');
  }

  close(): void {
    for (const end of this.#ends) end();
    this.calls.close();
    this.speaker.close();
    this.plane.close();
    this.local.stop();
    void this.session.leave();
  }

  /** Says in words why a camera or screen did not come. */
  #failed(source: 'camera' | 'screen'): void {
    const problem = this.local.state.get().problems[source];
    if (problem && this.session.room) this.notice.set({ kind: 'device', source, problem });
  }

  async #mute(source: Source, muted: boolean): Promise<boolean> {
    const { me } = this;
    if (!me || me.muted.includes(source) === muted) return true;
    try {
      await this.session.ask('room.mute', { target: me.id, source, muted });
      return true;
    } catch {
      if (!muted) this.notice.set({ kind: 'locked' });
      if (source === 'microphone' || source === 'camera') this.#want({ [source]: false });
      return false;
    }
  }

  #want(part: Partial<Intent>): void {
    this.intent.change(part);
    if (this.session.room) keepIntent(this.session.id, this.intent.get());
  }

  #changed(): void {
    const { phase, room } = this.session.standing.get();
    if (phase === 'removed' || phase === 'closed' || phase === 'denied') {
      forgetIntent(this.session.id);
      this.local.stop();
    }
    // another server may have the room, which a page that is too old reaches only once it is loaded anew
    if (phase === 'joining') keepIntent(this.session.id, this.intent.get());
    if (phase === 'refused') forgetIntent(this.session.id);
    const before = this.#last;
    this.#last = room;
    if (!room) {
      if (before) this.plane.update({ ...before, media: false });
      return;
    }
    this.plane.update(room);
    this.board.update(room);
    this.#obey(room);
    this.#leadAgain(room);
    if (!before) keepIntent(this.session.id, this.intent.get());
    if (!before) void this.#mute('microphone', !this.intent.get().microphone);
  }

  /** A room that was lost with its server has no presenter: who led goes on leading. */
  #leadAgain({ board, you }: RoomState): void {
    const { stale } = this.session.standing.get();
    const again = this.#stale && !stale && this.#led && board.presenter === undefined;
    this.#stale = stale;
    if (stale) return;
    this.#led = board.presenter === you;
    if (again) void this.board.lead().catch(() => undefined);
  }

  /** Carries out what moderators have ordered. */
  #obey(room: RoomState): void {
    const me = own(room);
    if (!me) return;
    const without = (source: Source, right: 'audio' | 'video' | 'screen'): boolean => me.muted.includes(source) || !me.rights.includes(right);
    if (without('microphone', 'audio') && this.intent.get().microphone && !this.#muting) this.#want({ microphone: false });
    if (!me.rights.includes('audio') && this.local.track('microphone')) void this.local.set('microphone', false);
    this.#voice();
    if (without('camera', 'video') && this.local.track('camera')) {
      this.#want({ camera: false });
      void this.local.set('camera', false);
      this.notice.set({ kind: 'cameraStopped' });
    }
    if (without('screen', 'screen') && this.local.track('screen')) {
      this.local.stopScreen();
      this.notice.set({ kind: 'screenStopped' });
    }
  }

  #voice(): void {
    const track = this.local.track('microphone');
    if (track) track.enabled = this.intent.get().microphone && this.me?.muted.includes('microphone') !== true;
  }

  #captured(): void {
    this.#voice();
    const { camera } = this.local.state.get().problems;
    // unplugged in the middle of the room
    if (camera !== this.#cameraProblem && camera) this.#failed('camera');
    this.#cameraProblem = camera;
    for (const source of sources) this.plane.setLocal(source, this.local.track(source));
  }

  #refused(source: Source, error: unknown): void {
    const slug = error instanceof SignalError ? error.slug : '';
    if (slug === 'line-lost') return;
    this.notice.set({ kind: slug === 'no-resources' ? 'videoFull' : 'refused' });
    if (source === 'camera') void this.setCamera(false);
    if (source === 'screen') this.local.stopScreen();
  }

  #hear(event: ServerEvent): void {
    this.plane.hear(event);
    this.board.hear(event);
    this.recording.hear(event);
    if (event.type === 'room.muted' && event.target === this.me?.id && event.by !== event.target && event.muted === true && event.source === 'microphone') {
      this.notice.set({ kind: 'mutedByHost' });
    }
    if (event.type === 'hand.raised' && event.participant !== this.me?.id && this.me?.rights.includes('moderate')) this.notice.set({ kind: 'handRaised', name: String(event.name) });
    if (event.type === 'participant.joined') this.calls.arrived((event.participant as Participant).userId);
    if (event.type === 'media.plane') this.notice.set({ kind: event.plane === 'mesh' ? 'planeLost' : 'planeGrown' });
    if (event.type === 'board.presenter.requested') this.notice.set({ kind: 'wantsToPresent', name: String(event.name), participant: String(event.participant) });
  }
}
