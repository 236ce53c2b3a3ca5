// How long it takes from the click on Join to the first decoded picture of somebody who is in the room already: ours by its pages,
// and in turn with it Janus' video room by a page of a few lines. On both sides everything that comes before the click is done:
// page loaded, camera on, line to the server open. Run by `./huizhen bench first-frame`. Beside what browser.mjs reads:
// HUIZHEN_ROOM (its id; accounts of the roles host and guest are invited), HUIZHEN_ROUNDS, HUIZHEN_JANUS (ws://..., may be missing).
// Prints one line of JSON for each time.
import { createServer } from 'node:http';
import { main, signIn, stranger, until, url } from './browser.mjs';
import { join } from './room-steps.mjs';

const rounds = Number(process.env.HUIZHEN_ROUNDS ?? 10);
const { HUIZHEN_ROOM: room, HUIZHEN_JANUS: janus } = process.env;
const settled = 1_500;

/** Runs before the page's own scripts: notes the last click, and the first picture that a decoder gives after it. */
const watch = `
  globalThis.noted = {};
  document.addEventListener('click', () => { globalThis.noted = { clicked: performance.now() }; }, true);
  {
    const first = async ({ track }) => {
      if (track.kind !== 'video') return;
      const pictures = new MediaStreamTrackProcessor({ track }).readable.getReader();
      const { value } = await pictures.read();
      globalThis.noted.decoded ??= performance.now();
      value?.close();
      await pictures.cancel();
    };
    const Peer = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Peer {
      constructor(...all) {
        super(...all);
        this.addEventListener('track', (event) => void first(event));
      }
    };
  }`;

/** The page of the peer: `open` does what can be done before joining, `enter` the rest. Same camera settings as ours. */
const videoRoom = async ({ address, number, create }) => {
  const answers = new Map();
  const socket = new globalThis.WebSocket(address, 'janus-protocol');
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.janus !== 'ack') answers.get(message.transaction)?.(message);
  };
  let asked = 0;
  let session;
  const say = (message) => {
    const transaction = `t${++asked}`;
    socket.send(JSON.stringify({ ...(session ? { session_id: session } : {}), ...message, transaction }));
    return transaction;
  };
  const ask = (message) => new Promise((resolve) => answers.set(say(message), resolve));
  session = (await ask({ janus: 'create' })).data.id;
  const attach = async () => (await ask({ janus: 'attach', plugin: 'janus.plugin.videoroom' })).data.id;
  const order = (handle, body, jsep) => ask({ janus: 'message', handle_id: handle, body, ...(jsep ? { jsep } : {}) });
  const connection = (handle) => {
    const peer = new globalThis.RTCPeerConnection();
    peer.onicecandidate = ({ candidate }) => say({ janus: 'trickle', handle_id: handle, candidate: candidate ?? { completed: true } });
    return peer;
  };
  const handle = await attach();
  if (create) await order(handle, { request: 'create', room: number, publishers: 6, videocodec: 'vp8', audiocodec: 'opus' });
  const stream = await globalThis.navigator.mediaDevices.getUserMedia({ audio: true, video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 20, max: 30 } } });

  const publish = async () => {
    const peer = connection(handle);
    for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly' });
    await peer.setLocalDescription();
    const { jsep } = await order(handle, { request: 'publish' }, peer.localDescription);
    await peer.setRemoteDescription(jsep);
  };
  const subscribe = async (feed) => {
    const receiver = await attach();
    const { jsep } = await order(receiver, { request: 'join', ptype: 'subscriber', room: number, streams: [{ feed }] });
    const peer = connection(receiver);
    await peer.setRemoteDescription(jsep);
    await peer.setLocalDescription();
    await order(receiver, { request: 'start', room: number }, peer.localDescription);
  };
  globalThis.enter = async () => {
    const { plugindata } = await order(handle, { request: 'join', ptype: 'publisher', room: number });
    await Promise.all([publish(), ...plugindata.data.publishers.map(({ id }) => subscribe(id))]);
  };
  const button = document.createElement('button');
  button.textContent = 'join';
  button.addEventListener('click', () => void globalThis.enter());
  document.body.append(button);
};

const decoded = async (page) => {
  await page.waitForFunction(() => globalThis.noted.decoded !== undefined, undefined, { timeout: 30_000, polling: 100 });
  return page.evaluate(() => (globalThis.noted.decoded - globalThis.noted.clicked) / 1000);
};

async function door(page) {
  await page.goto(`${url}/rooms/${room}`);
  await page.locator('main button.ant-btn-primary:not([disabled])').last().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('video')].some(({ videoWidth }) => videoWidth > 0));
}

/** The button itself, not the menu beside it that a host has. */
async function leave(page) {
  await page.locator('footer .ant-btn-dangerous').first().click();
  await page.waitForSelector('[data-testid=stage]', { state: 'detached' });
}

async function ours(host, guest) {
  await door(host);
  await join(host);
  await door(guest);
  await guest.waitForTimeout(settled);
  await join(guest);
  const seconds = await decoded(guest);
  await leave(guest);
  await until('the guest is gone', async () => (await host.locator('[data-testid=tile]').count()) === 1);
  await leave(host);
  return seconds;
}

/** A page of this machine may speak to its sockets; one that only the browser has may not. */
const server = createServer((_, answer) => answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>video room</title>'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const empty = `http://127.0.0.1:${server.address().port}/`;

async function peers(host, guest, number) {
  const pages = [host, guest];
  for (const page of pages) {
    await page.goto(empty);
    await page.evaluate(videoRoom, { address: janus, number, create: page === host });
  }
  await host.click('button');
  await guest.waitForTimeout(settled);
  await guest.click('button');
  const seconds = await decoded(guest);
  await Promise.all(pages.map((page) => page.goto('about:blank')));
  return seconds;
}

const blank = (name) => stranger({ name, script: watch });

await main(async () => {
  const people = [await signIn('host', { script: watch }), await signIn('guest', { script: watch })];
  for (const page of people) page.setDefaultTimeout(60_000);
  const others = janus ? [await blank('janus host'), await blank('janus guest')] : [];
  for (let round = 0; round <= rounds; round++) {
    const times = { ours: await ours(...people), ...(janus ? { janus: await peers(...others, round + 1) } : {}) };
    // the first round warms the servers and is not counted
    if (round > 0) for (const [who, seconds] of Object.entries(times)) console.log(JSON.stringify({ who, seconds }));
  }
});
server.close();
