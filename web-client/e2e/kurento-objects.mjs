// The media objects of kurento-peer.mjs: pipelines, endpoints and recorders by their ids, how they are wired, what they tell of
// themselves. `media(what, ...)` is the page of kurento-engine.mjs that moves what flows; `notify(session, event)` reaches a client.
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const mediaTypes = ['AUDIO', 'VIDEO'];
const events = [
  'ConnectionStateChanged', 'ElementConnected', 'ElementDisconnected', 'Error', 'IceCandidateFound', 'IceComponentStateChanged', 'IceGatheringDone', 'MediaFlowInStateChanged',
  'MediaFlowOutStateChanged', 'MediaStateChanged', 'MediaTranscodingStateChanged', 'NewCandidatePairSelected', 'ObjectCreated', 'ObjectDestroyed', 'Paused', 'Recording', 'Stopped',
];
export const hierarchies = {
  MediaPipeline: ['kurento.MediaObject'],
  WebRtcEndpoint: ['kurento.BaseRtpEndpoint', 'kurento.SdpEndpoint', 'kurento.SessionEndpoint', 'kurento.Endpoint', 'kurento.MediaElement', 'kurento.MediaObject'],
  RecorderEndpoint: ['kurento.UriEndpoint', 'kurento.Endpoint', 'kurento.MediaElement', 'kurento.MediaObject'],
};

/** An error as a real server answers it. */
export class Refusal extends Error {
  constructor(code, type, message) {
    super(message);
    this.answer = { code, data: { type }, message };
  }
}

export class MediaObjects {
  #byId = new Map();
  #media;
  #notify;

  constructor(media, notify) {
    this.#media = media;
    this.#notify = notify;
  }

  all() {
    return [...this.#byId.values()];
  }

  get(id) {
    return this.#byId.get(id);
  }

  found(id) {
    const object = this.#byId.get(id);
    if (!object) throw new Refusal(40101, 'MEDIA_OBJECT_NOT_FOUND', `Object '${id}' not found`);
    return object;
  }

  async create(session, { type, constructorParams = {}, properties = {} }) {
    if (!hierarchies[type]) throw new Refusal(40100, 'MEDIA_OBJECT_TYPE_NOT_FOUND', `Class '${type}' not found`);
    const parent = type === 'MediaPipeline' ? undefined : this.found(constructorParams.mediaPipeline);
    const id = `${parent ? `${parent.id}/` : ''}${randomUUID()}_kurento.${type}`;
    const made = Math.floor(Date.now() / 1000);
    const object = { id, type, session, parent: parent?.id, uri: constructorParams.uri, tags: new Map(), kept: { name: id, ...properties }, subscriptions: new Map(), sources: {}, flowing: {}, made };
    if (type === 'RecorderEndpoint') {
      const path = fileURLToPath(object.uri);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
    }
    this.#byId.set(id, object);
    if (type === 'WebRtcEndpoint') await this.#media('endpoint', id);
    if (type === 'RecorderEndpoint') await this.#media('recorder', id);
    return id;
  }

  async release(id) {
    this.#byId.delete(id);
    for (const child of this.all()) if (child.parent === id) await this.release(child.id);
    for (const sink of this.all()) for (const kind of mediaTypes) if (sink.sources[kind] === id) await this.wire(undefined, sink, [kind]);
    await this.#media('release', id);
  }

  async releaseOf(session) {
    for (const object of this.all()) if (object.session === session && !object.parent) await this.release(object.id);
  }

  async wire(source, sink, wired) {
    for (const kind of wired) {
      if (source) sink.sources[kind] = source.id;
      else delete sink.sources[kind];
    }
    await this.#media('connect', source?.id, sink.id, wired.map((kind) => kind.toLowerCase()));
    for (const kind of wired) if (source?.flowing[kind]) this.#emitFlow(sink, 'MediaFlowInStateChanged', kind, true);
  }

  subscribe(session, object, type) {
    if (!events.includes(type)) throw new Refusal(40106, 'MEDIA_OBJECT_EVENT_NOT_SUPPORTED', `Event '${type}' not supported`);
    const subscription = randomUUID();
    object?.subscriptions.set(subscription, { session, event: type });
    return subscription;
  }

  emit(object, type, fields = {}) {
    const data = { ...fields, source: object.id, tags: [], timestampMillis: String(Date.now()), type };
    for (const { session, event } of object.subscriptions.values()) {
      if (event === type) this.#notify(session, { jsonrpc: '2.0', method: 'onEvent', params: { value: { data, object: object.id, type } } });
    }
  }

  #emitFlow(object, type, mediaType, now) {
    this.emit(object, type, { mediaType, padName: 'default', state: now ? 'FLOWING' : 'NOT_FLOWING' });
  }

  /** What the page tells: what an endpoint has found, how it stands, what flows, what was recorded. */
  told({ id, candidate, ice, flow, now, recorder, chunk }) {
    const object = this.#byId.get(id);
    if (!object) return;
    if (candidate === null) this.emit(object, 'IceGatheringDone');
    else if (candidate) this.emit(object, 'IceCandidateFound', { candidate: { __module__: 'kurento', __type__: 'IceCandidate', candidate: candidate.candidate, sdpMLineIndex: candidate.sdpMLineIndex, sdpMid: candidate.sdpMid } });
    if (ice) this.emit(object, 'IceComponentStateChanged', { componentId: 1, state: ice, streamId: 1 });
    if (ice === 'CONNECTED') this.emit(object, 'MediaStateChanged', { oldState: 'DISCONNECTED', newState: 'CONNECTED' });
    if (recorder) this.emit(object, recorder);
    if (chunk !== undefined) appendFileSync(fileURLToPath(object.uri), Buffer.from(chunk, 'base64'));
    if (!flow) return;
    const mediaType = flow.toUpperCase();
    object.flowing[mediaType] = now;
    this.#emitFlow(object, 'MediaFlowOutStateChanged', mediaType, now);
    for (const sink of this.all()) if (sink.sources[mediaType] === id) this.#emitFlow(sink, 'MediaFlowInStateChanged', mediaType, now);
  }
}
