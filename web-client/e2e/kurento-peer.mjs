// A media server for the browser tests of rooms where no Kurento is installed. It speaks Kurento's JSON-RPC as far as the server
// uses it (names, shapes, events, error codes as a real 7.3 server was recorded to give them) and moves real media: every
// WebRtcEndpoint is a peer connection in one headless Chromium, `connect` puts what one receives on another's sender.
// What it is not: no proof about Kurento. Chromium decodes and encodes every picture anew, smaller (270 lines, 8 a second at most),
// where Kurento forwards packets; congestion control, codecs, ICE and timing are Chromium's; nothing here is limited as a real server
// is; hubs, filters and players are missing. What passes here must still be tried against a real one (HUIZHEN_TEST_KURENTO_URI).
// `node e2e/kurento-peer.mjs [--port N]` prints its address, `ws://127.0.0.1:N/kurento`, and serves until it is ended.
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { engine } from './kurento-engine.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const keptMs = 240_000;
const mediaTypes = ['AUDIO', 'VIDEO'];
const manager = 'manager_ServerManager';
const events = [
  'ConnectionStateChanged', 'ElementConnected', 'ElementDisconnected', 'Error', 'IceCandidateFound', 'IceComponentStateChanged', 'IceGatheringDone', 'MediaFlowInStateChanged',
  'MediaFlowOutStateChanged', 'MediaStateChanged', 'MediaTranscodingStateChanged', 'NewCandidatePairSelected', 'ObjectCreated', 'ObjectDestroyed', 'Paused', 'Recording', 'Stopped',
];
const hierarchies = {
  MediaPipeline: ['kurento.MediaObject'],
  WebRtcEndpoint: ['kurento.BaseRtpEndpoint', 'kurento.SdpEndpoint', 'kurento.SessionEndpoint', 'kurento.Endpoint', 'kurento.MediaElement', 'kurento.MediaObject'],
  RecorderEndpoint: ['kurento.UriEndpoint', 'kurento.Endpoint', 'kurento.MediaElement', 'kurento.MediaObject'],
};

class Refusal extends Error {
  constructor(code, type, message) {
    super(message);
    this.answer = { code, data: { type }, message };
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--mute-audio', '--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection',
    '--disable-features=WebRtcHideLocalIpsWithMdns', '--disable-renderer-backgrounding', '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows',
  ],
});
// only a page that may use a camera gets an address on every interface, loopback included
const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
const page = await context.newPage();
await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
await page.goto('http://localhost/');
await page.exposeFunction('tell', told);
await page.evaluate(engine);
const media = (what, ...all) => page.evaluate(([name, argument]) => globalThis.engine[name](argument), [what, all.length > 1 ? all : all[0]]);

const objects = new Map();
const sessions = new Map();

/** What the page tells: what an endpoint has found, how it stands, what flows, what was recorded. */
function told({ id, candidate, ice, flow, now, recorder, chunk }) {
  const object = objects.get(id);
  if (!object) return;
  if (candidate === null) emit(object, 'IceGatheringDone');
  else if (candidate) emit(object, 'IceCandidateFound', { candidate: { __module__: 'kurento', __type__: 'IceCandidate', candidate: candidate.candidate, sdpMLineIndex: candidate.sdpMLineIndex, sdpMid: candidate.sdpMid } });
  if (ice) emit(object, 'IceComponentStateChanged', { componentId: 1, state: ice, streamId: 1 });
  if (ice === 'CONNECTED') emit(object, 'MediaStateChanged', { oldState: 'DISCONNECTED', newState: 'CONNECTED' });
  if (recorder) emit(object, recorder);
  if (chunk !== undefined) appendFileSync(fileURLToPath(object.uri), Buffer.from(chunk, 'base64'));
  if (!flow) return;
  const mediaType = flow.toUpperCase();
  object.flowing[mediaType] = now;
  emitFlow(object, 'MediaFlowOutStateChanged', mediaType, now);
  for (const sink of objects.values()) if (sink.sources[mediaType] === id) emitFlow(sink, 'MediaFlowInStateChanged', mediaType, now);
}

function emitFlow(object, type, mediaType, now) {
  emit(object, type, { mediaType, padName: 'default', state: now ? 'FLOWING' : 'NOT_FLOWING' });
}

function emit(object, type, fields = {}) {
  const data = { ...fields, source: object.id, tags: [], timestampMillis: String(Date.now()), type };
  for (const { session, event } of object.subscriptions.values()) {
    if (event === type) send(sessions.get(session)?.socket, { jsonrpc: '2.0', method: 'onEvent', params: { value: { data, object: object.id, type } } });
  }
}

function send(socket, message) {
  if (socket?.readyState === 1) socket.send(JSON.stringify(message));
}

function found(id) {
  const object = objects.get(id);
  if (!object) throw new Refusal(40101, 'MEDIA_OBJECT_NOT_FOUND', `Object '${id}' not found`);
  return object;
}

async function create(session, { type, constructorParams = {}, properties = {} }) {
  if (!hierarchies[type]) throw new Refusal(40100, 'MEDIA_OBJECT_TYPE_NOT_FOUND', `Class '${type}' not found`);
  const parent = type === 'MediaPipeline' ? undefined : found(constructorParams.mediaPipeline);
  const id = `${parent ? `${parent.id}/` : ''}${randomUUID()}_kurento.${type}`;
  const object = { id, type, session, parent: parent?.id, uri: constructorParams.uri, tags: new Map(), kept: { name: id, ...properties }, subscriptions: new Map(), sources: {}, flowing: {}, made: Math.floor(Date.now() / 1000) };
  if (type === 'RecorderEndpoint') {
    const path = fileURLToPath(object.uri);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  objects.set(id, object);
  if (type === 'WebRtcEndpoint') await media('endpoint', id);
  if (type === 'RecorderEndpoint') await media('recorder', id);
  return id;
}

async function release(id) {
  objects.delete(id);
  for (const child of [...objects.values()]) if (child.parent === id) await release(child.id);
  for (const sink of objects.values()) for (const kind of mediaTypes) if (sink.sources[kind] === id) await wire(undefined, sink, [kind]);
  await media('release', id);
}

async function wire(source, sink, wired) {
  for (const kind of wired) {
    if (source) sink.sources[kind] = source.id;
    else delete sink.sources[kind];
  }
  await media('connect', source?.id, sink.id, wired.map((kind) => kind.toLowerCase()));
  for (const kind of wired) if (source?.flowing[kind]) emitFlow(sink, 'MediaFlowInStateChanged', kind, true);
}

const connections = (pairs) =>
  pairs.map(([source, sink, type]) => ({ __module__: 'kurento', __type__: 'ElementConnectionData', sink, sinkDescription: 'default', source, sourceDescription: 'default', type }));

const managed = {
  getInfo: () => ({
    __module__: 'kurento',
    __type__: 'ServerInfo',
    capabilities: ['transactions'],
    modules: [['core', ['HubPort', 'MediaPipeline', 'PassThrough']], ['elements', ['RecorderEndpoint', 'WebRtcEndpoint']]].map(([name, factories]) => ({ __module__: 'kurento', __type__: 'ModuleInfo', factories, generationTime: '', name, version: '7.3.1' })),
    type: 'KMS',
    version: '7.3.1',
  }),
  getPipelines: () => [...objects.values()].filter(({ type }) => type === 'MediaPipeline').map(({ id }) => id),
  getSessions: () => [...sessions.keys()],
  getUsedMemory: () => Math.round(process.memoryUsage().rss / 1024),
  getUsedCpu: () => 0,
  getCpuCount: () => 2,
};

const operations = {
  processOffer: async (object, { offer }) => {
    if (object.negotiated) throw new Refusal(40208, 'SDP_END_POINT_ALREADY_NEGOTIATED', 'Endpoint already negotiated');
    object.negotiated = true;
    object.described = await media('offer', object.id, offer).catch((error) => {
      throw new Refusal(40202, 'SDP_PARSE_ERROR', error.message.split('\n')[0]);
    });
    return object.described;
  },
  getLocalSessionDescriptor: (object) => object.described ?? '',
  gatherCandidates: async (object) => (await media('gather', object.id)) ?? null,
  addIceCandidate: async (object, { candidate: { candidate, sdpMid, sdpMLineIndex } }) => {
    await media('candidate', object.id, { candidate, sdpMid, sdpMLineIndex });
    return null;
  },
  connect: async (object, { sink, mediaType }) => (await wire(object, found(sink), mediaType && mediaType !== 'DATA' ? [mediaType] : mediaTypes)) ?? null,
  disconnect: async (object, { sink, mediaType }) => {
    const to = found(sink);
    await wire(undefined, to, (mediaType ? [mediaType] : mediaTypes).filter((kind) => to.sources[kind] === object.id));
    return null;
  },
  record: async (object) => (await media('record', object.id)) ?? null,
  stop: async (object) => operations.stopAndWait(object),
  stopAndWait: async (object) => {
    await media('stop', object.id);
    emit(object, 'Stopped');
    return null;
  },
  getStats: async (object) => media('stats', object.id),
  isMediaFlowingOut: (object, { mediaType }) => object.flowing[mediaType] ?? false,
  isMediaFlowingIn: (object, { mediaType }) => objects.get(object.sources[mediaType])?.flowing[mediaType] ?? false,
  getSourceConnections: (object) => connections(Object.entries(object.sources).map(([kind, source]) => [source, object.id, kind])),
  getSinkConnections: (object) => connections([...objects.values()].flatMap((sink) => Object.entries(sink.sources).flatMap(([kind, source]) => (source === object.id ? [[source, sink.id, kind]] : [])))),
  addTag: (object, { key, value }) => (object.tags.set(key, value), null),
  removeTag: (object, { key }) => (object.tags.delete(key), null),
  getTag: (object, { key }) => {
    if (!object.tags.has(key)) throw new Refusal(40110, 'MEDIA_OBJECT_TAG_KEY_NOT_FOUND', `Tag key '${key}' not found`);
    return object.tags.get(key);
  },
  getTags: (object) => [...object.tags].map(([key, value]) => ({ __module__: 'kurento', __type__: 'Tag', key, value })),
  getChildren: (object) => [...objects.values()].filter(({ parent }) => parent === object.id).map(({ id }) => id),
  getChilds: (object) => operations.getChildren(object),
  getParent: (object) => object.parent ?? null,
  getMediaPipeline: (object) => object.parent ?? object.id,
  getCreationTime: (object) => object.made,
  getId: ({ id }) => id,
};

async function invoke({ object: id, operation, operationParams = {} }) {
  if (id === manager) {
    if (!managed[operation]) throw new Refusal(40105, 'MEDIA_OBJECT_METHOD_NOT_FOUND', `Method '${operation}' not found`);
    return managed[operation]();
  }
  const object = found(id);
  if (operations[operation]) return operations[operation](object, operationParams);
  const property = /^(get|set)(.)(.*)$/.exec(operation);
  if (!property) throw new Refusal(40105, 'MEDIA_OBJECT_METHOD_NOT_FOUND', `Method '${operation}' not found`);
  const name = property[2].toLowerCase() + property[3];
  if (property[1] === 'get') return object.kept[name] ?? null;
  object.kept[name] = operationParams[name];
  return null;
}

/** A transaction names what it creates `newref:N`, N being the id of the operation. */
async function transact(session, steps) {
  const made = new Map();
  const named = (value) => JSON.parse(JSON.stringify(value), (_, each) => (typeof each === 'string' && each.startsWith('newref:') ? made.get(each.slice(7)) : each));
  const answers = [];
  for (const { id, method, params } of steps) {
    const { value } = await methods[method](session, named(params));
    if (method === 'create') made.set(String(id), value);
    answers.push({ id, jsonrpc: '2.0', result: { sessionId: session, value } });
  }
  return answers;
}

const methods = {
  create: async (session, params) => ({ value: await create(session, params) }),
  invoke: async (session, params) => ({ value: await invoke(params) }),
  describe: (session, { object: id }) => {
    const type = id === manager ? 'ServerManager' : found(id).type;
    return { hierarchy: hierarchies[type] ?? ['kurento.MediaObject'], qualifiedType: `kurento.${type}`, type };
  },
  release: async (session, { object }) => {
    await release(found(object).id);
    return {};
  },
  subscribe: (session, { object, type }) => {
    if (!events.includes(type)) throw new Refusal(40106, 'MEDIA_OBJECT_EVENT_NOT_SUPPORTED', `Event '${type}' not supported`);
    const value = randomUUID();
    // the manager's own events are never sent: nobody but the tests uses this server
    if (object !== manager) found(object).subscriptions.set(value, { session, event: type });
    return { value };
  },
  unsubscribe: (session, { object, subscription }) => {
    found(object).subscriptions.delete(subscription);
    return {};
  },
  ref: () => ({}),
  unref: () => ({}),
  transaction: async (session, { operations: steps }) => ({ value: await transact(session, steps) }),
};

async function closeSession(id) {
  sessions.delete(id);
  for (const object of [...objects.values()]) if (object.session === id && !object.parent) await release(object.id);
}

function sessionOf(socket, wanted) {
  const id = wanted ?? socket.session ?? randomUUID();
  if (wanted && !sessions.has(wanted)) throw new Refusal(40007, 'INVALID_SESSION', 'Invalid session');
  clearTimeout(sessions.get(id)?.timer);
  sessions.set(id, { socket });
  socket.session = id;
  return id;
}

async function answer(socket, { method, params = {} }) {
  if (method === 'ping') return { ...(socket.session ? { sessionId: socket.session } : {}), value: 'pong' };
  if (method === 'closeSession') {
    await closeSession(params.sessionId ?? socket.session);
    return null;
  }
  const sessionId = sessionOf(socket, params.sessionId);
  if (method === 'connect') return { sessionId, value: 'OK' };
  if (!methods[method]) throw new Refusal(-32601, 'METHOD_NOT_FOUND', `Method '${method}' not found`);
  return { sessionId, ...(await methods[method](sessionId, params)) };
}

const sockets = new WebSocketServer({ noServer: true, maxPayload: 4 << 20 });
sockets.on('connection', (socket) => {
  socket.on('message', async (text) => {
    const request = JSON.parse(text);
    try {
      send(socket, { id: request.id, jsonrpc: '2.0', result: await answer(socket, request) });
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(`${request.method} ${request.params?.operation ?? ''}: ${error.message}`);
      send(socket, { error: error.answer ?? { code: -32603, data: { type: 'UNEXPECTED_ERROR' }, message: error.message }, id: request.id, jsonrpc: '2.0' });
    }
  });
  socket.on('close', () => {
    const session = sessions.get(socket.session);
    // whoever comes back in time finds everything as it was
    if (session?.socket === socket) session.timer = setTimeout(() => void closeSession(socket.session), keptMs);
  });
});

const server = createServer((request, response) => response.writeHead(426).end());
server.on('upgrade', (request, socket, head) => {
  if (request.url === '/kurento') sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request));
  else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
});
server.listen(Number(values.port), '127.0.0.1', () => console.log(`ws://127.0.0.1:${server.address().port}/kurento`));

async function end() {
  await browser.close();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
