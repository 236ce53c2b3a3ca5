// The media half of kurento-peer.mjs. `engine` runs inside a Chromium page: an endpoint is a peer connection there, and what one
// endpoint receives is put on the senders of those it is connected to. `tell` is the way back into Node.

/* global tell, clearInterval, setInterval, Audio, FileReader, MediaRecorder, MediaStream, RTCPeerConnection, RTCRtpReceiver */
export function engine() {
  const kinds = ['audio', 'video'];
  const mostLines = 270;
  const endpoints = new Map();
  const recorders = new Map();
  const codecs = { audio: /^audio\/opus$/i, video: /^video\/(VP8|rtx)$/i };
  const iceStates = { checking: ['CONNECTING'], connected: ['CONNECTED', 'READY'], completed: ['READY'], disconnected: ['DISCONNECTED'], failed: ['FAILED'] };

  /** One WebRtcEndpoint: negotiated once, by an offer from outside. */
  class Endpoint {
    received = {};
    sources = {};
    flowing = {};
    bytes = {};
    found = [];
    gathers = false;
    work = Promise.resolve();

    constructor(id) {
      this.id = id;
      this.peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      this.peer.onicecandidate = ({ candidate }) => {
        this.found.push(candidate?.toJSON() ?? null);
        this.flush();
      };
      this.peer.oniceconnectionstatechange = () => {
        for (const state of iceStates[this.peer.iceConnectionState] ?? []) void tell({ id, ice: state });
      };
      this.peer.ontrack = ({ track }) => {
        this.received[track.kind] = track;
        track.onunmute = () => this.flows(track.kind, true);
        // without an element that plays it, Chromium does not decode a sound
        if (track.kind === 'audio') this.player = Object.assign(new Audio(), { srcObject: new MediaStream([track]), muted: true, autoplay: true });
        for (const other of endpoints.values()) if (other.sources[track.kind] === id) other.wire(track.kind);
      };
    }

    /** One step after another: a candidate waits for the offer. */
    next(step) {
      const done = this.work.then(step);
      this.work = done.catch(() => undefined);
      return done;
    }

    async answer(sdp) {
      await this.peer.setRemoteDescription({ type: 'offer', sdp });
      for (const transceiver of this.peer.getTransceivers()) {
        const { kind } = transceiver.receiver.track;
        transceiver.direction = 'sendrecv';
        transceiver.setCodecPreferences(RTCRtpReceiver.getCapabilities(kind).codecs.filter(({ mimeType }) => codecs[kind].test(mimeType)));
      }
      await this.peer.setLocalDescription();
      for (const kind of kinds) this.wire(kind);
      return this.peer.localDescription.sdp;
    }

    wire(kind) {
      const transceiver = this.peer.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
      const track = endpoints.get(this.sources[kind])?.received[kind] ?? null;
      if (!transceiver || transceiver.sender.track === track) return;
      void transceiver.sender.replaceTrack(track).then(() => this.spare()).catch(() => undefined);
    }

    /** Coding again is dear: few lines, few pictures a second, so that two processors bear three browsers and this one. */
    async spare() {
      const sender = this.peer.getSenders().find(({ track }) => track?.kind === 'video');
      if (!sender) return;
      const parameters = sender.getParameters();
      const scale = Math.max(1, (sender.track.getSettings().height ?? mostLines) / mostLines);
      if (parameters.encodings.length === 0 || parameters.encodings[0].scaleResolutionDownBy === scale) return;
      Object.assign(parameters.encodings[0], { scaleResolutionDownBy: scale, maxFramerate: 8 });
      await sender.setParameters(parameters);
    }

    flush() {
      while (this.gathers && this.found.length > 0) void tell({ id: this.id, candidate: this.found.shift() });
    }

    flows(kind, now) {
      if ((this.flowing[kind] ?? false) === now) return;
      this.flowing[kind] = now;
      void tell({ id: this.id, flow: kind, now });
    }

    /** A publisher that has gone silent without a word. */
    async look() {
      await this.spare();
      for (const [kind, track] of Object.entries(this.received)) {
        const receiver = this.peer.getReceivers().find((each) => each.track === track);
        for (const entry of (await receiver.getStats()).values()) {
          if (entry.type !== 'inbound-rtp') continue;
          this.flows(kind, entry.bytesReceived > (this.bytes[kind] ?? 0));
          this.bytes[kind] = entry.bytesReceived;
        }
      }
    }
  }

  setInterval(() => endpoints.forEach((endpoint) => void endpoint.look().catch(() => undefined)), 2_000);

  /** Waits until something flows, then writes what comes, a second at a time. */
  class Recorder {
    sources = {};
    ended = Promise.resolve();

    constructor(id) {
      this.id = id;
    }

    start() {
      this.timer = setInterval(() => {
        const tracks = kinds.flatMap((kind) => (endpoints.get(this.sources[kind])?.flowing[kind] ? [endpoints.get(this.sources[kind]).received[kind]] : []));
        if (tracks.length === 0) return;
        clearInterval(this.timer);
        const video = tracks.some(({ kind }) => kind === 'video');
        this.recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: video ? 'video/webm;codecs=vp8,opus' : 'audio/webm;codecs=opus' });
        let written = Promise.resolve();
        this.recorder.ondataavailable = ({ data }) => {
          written = written.then(() => this.write(data));
        };
        this.ended = new Promise((resolve) => {
          this.recorder.onstop = () => resolve(written);
        });
        this.recorder.start(1_000);
        void tell({ id: this.id, recorder: 'Recording' });
      }, 100);
    }

    write(data) {
      return new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(tell({ id: this.id, chunk: reader.result.slice(reader.result.lastIndexOf(',') + 1) }));
        reader.readAsDataURL(data);
      });
    }

    async stop() {
      clearInterval(this.timer);
      if (this.recorder?.state === 'recording') this.recorder.stop();
      await this.ended;
    }
  }

  globalThis.engine = {
    endpoint: (id) => void endpoints.set(id, new Endpoint(id)),
    recorder: (id) => void recorders.set(id, new Recorder(id)),
    offer: ([id, sdp]) => endpoints.get(id).next(() => endpoints.get(id).answer(sdp)),
    gather: (id) => {
      const endpoint = endpoints.get(id);
      endpoint.gathers = true;
      endpoint.flush();
    },
    // a malformed one is accepted silently, as the real server does
    candidate: ([id, candidate]) => endpoints.get(id).next(() => endpoints.get(id).peer.addIceCandidate(candidate)).catch(() => undefined),
    connect: ([source, sink, wired]) => {
      for (const kind of wired) {
        const to = endpoints.get(sink) ?? recorders.get(sink);
        if (!to) continue;
        if (source) to.sources[kind] = source;
        else delete to.sources[kind];
        to.wire?.(kind);
      }
    },
    record: (id) => recorders.get(id).start(),
    stop: (id) => recorders.get(id).stop(),
    stats: async (id) => Object.fromEntries(await endpoints.get(id).peer.getStats()),
    release: async (id) => {
      endpoints.get(id)?.peer.close();
      endpoints.delete(id);
      await recorders.get(id)?.stop();
      recorders.delete(id);
    },
  };
}
