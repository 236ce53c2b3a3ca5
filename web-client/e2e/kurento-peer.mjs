// A media server for the browser tests of rooms where no Kurento is installed. It speaks Kurento's JSON-RPC as far as the server
// uses it (names, shapes, events, error codes as a real 7.3 server was recorded to give them) and moves real media: every
// WebRtcEndpoint is a peer connection in one headless Chromium, `connect` puts what one receives on another's sender.
// What it is not: no proof about Kurento. Chromium decodes and encodes every picture anew, smaller (270 lines, 8 a second at most),
// where Kurento forwards packets; congestion control, codecs, ICE and timing are Chromium's; nothing here is limited as a real server
// is; hubs, filters and players are missing. What passes here must still be tried against a real one (HUIZHEN_TEST_KURENTO_URI).
// `node e2e/kurento-peer.mjs [--port N]` prints its address, `ws://127.0.0.1:N/kurento`, and serves until it is ended.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { clearTimeout, setTimeout } from 'node:timers';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { engine } from './kurento-engine.mjs';
import { hierarchies, MediaObjects, Refusal } from './kurento-objects.mjs';
import { manager, operationsOn } from './kurento-operations.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const keptMs = 240_000;
const sessions = new Map();

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
const media = (what, ...all) => page.evaluate(([name, argument]) => globalThis.engine[name](argument), [what, all.length > 1 ? all : all[0]]);
const objects = new MediaObjects(media, (session, event) => send(sessions.get(session)?.socket, event));
const invoke = operationsOn(objects, media, () => [...sessions.keys()]);
await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
await page.goto('http://localhost/');
await page.exposeFunction('tell', (told) => objects.told(told));
await page.evaluate(engine);

function send(socket, message) {
  if (socket?.readyState === 1) socket.send(JSON.stringify(message));
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
  create: async (session, params) => ({ value: await objects.create(session, params) }),
  invoke: async (session, params) => ({ value: await invoke(params) }),
  describe: (session, { object: id }) => {
    const type = id === manager ? 'ServerManager' : objects.found(id).type;
    return { hierarchy: hierarchies[type] ?? ['kurento.MediaObject'], qualifiedType: `kurento.${type}`, type };
  },
  release: async (session, { object }) => {
    await objects.release(objects.found(object).id);
    return {};
  },
  // the manager's own events are never sent: nobody but the tests uses this server
  subscribe: (session, { object, type }) => ({ value: objects.subscribe(session, object === manager ? undefined : objects.found(object), type) }),
  unsubscribe: (session, { object, subscription }) => {
    objects.found(object).subscriptions.delete(subscription);
    return {};
  },
  ref: () => ({}),
  unref: () => ({}),
  transaction: async (session, { operations: steps }) => ({ value: await transact(session, steps) }),
};

async function closeSession(id) {
  sessions.delete(id);
  await objects.releaseOf(id);
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
