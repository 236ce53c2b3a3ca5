// What the browser scripts share: settings from the environment, people who sign in, waiting with a deadline, screenshots,
// axe-core. Faults that a page throws, or that its content security policy blocks, are gathered in `faults`.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { HUIZHEN_URL, HUIZHEN_ACCOUNTS, HUIZHEN_SCREENS, HUIZHEN_PATIENCE } = process.env;
/** So many times as long is waited on a machine that has much to do at once. */
const patience = Number(HUIZHEN_PATIENCE ?? 1);
export const url = HUIZHEN_URL;
export const laptop = { width: 1366, height: 768 };
export const desk = { width: 2560, height: 1440 };
export const faults = [];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const accounts = readFileSync(HUIZHEN_ACCOUNTS, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
mkdirSync(HUIZHEN_SCREENS, { recursive: true });

// camera, microphone and screen are Chromium's own test pictures, the last of three cameras one that a call can use (the second gives
// depths); pages that are not in front keep their pace
const media = ['--use-fake-device-for-media-stream=device-count=3', '--use-fake-ui-for-media-stream', '--allow-loopback-in-peer-connection', '--autoplay-policy=no-user-gesture-required'];
const awake = ['--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', '--disable-background-timer-throttling'];
// HUIZHEN_RENDERING=webgl: the WebGL of a graphics card, played by software
const graphics = process.env.HUIZHEN_RENDERING === 'webgl' ? ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] : ['--disable-gpu'];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', ...graphics, '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...media, ...awake],
});

/** A page of a fresh browser profile; nobody is signed in. `script` runs in each of its pages before the page's own; `at`: another address. */
export async function stranger({ locale = 'zh-CN', viewport = laptop, name = 'stranger', script, at = url } = {}) {
  const context = await browser.newContext({ locale, viewport, ignoreHTTPSErrors: at.startsWith('https:'), acceptDownloads: false, permissions: ['camera', 'microphone'] });
  if (script) await context.addInitScript(script);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000 * patience);
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) faults.push(`${name}: ${message.text()}`);
  });
  await page.goto(at);
  return page;
}

/** Username, password, role, organization and name of the first account of a role. */
export const account = (role) => accounts.find((each) => each[2] === role);

/** A page on which the first account of a role has signed in. */
export async function signIn(role, options = {}) {
  const [username, password] = account(role);
  const page = await stranger({ name: role, ...options });
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav');
  return page;
}

export const shot = (page, name) => page.screenshot({ path: join(HUIZHEN_SCREENS, `${name}.png`), animations: 'disabled' });
export const step = (words) => console.log(`ok  ${words}`);

export function expect(holds, words) {
  if (!holds) throw new Error(words);
  step(words);
}

/** Asks until the answer is true; fails with what was waited for. */
export async function until(words, probe, within = 30_000) {
  const deadline = Date.now() + within * patience;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`waited ${(within * patience) / 1000} s in vain: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  step(words);
}

/** What a page of the API answers, with the session of this page. */
export const get = (page, path) => page.evaluate(async (address) => (await fetch(`/api/v1${address}`, { headers: { 'X-Huizhen-Client': 'web' } })).json(), path);

/** Changes something with the session of this page; fails with the answer where that is a problem. */
export async function post(page, path, body, method = 'POST') {
  const { status, text } = await page.evaluate(
    async ([address, sent, how]) => {
      const headers = { 'X-Huizhen-Client': 'web', 'Content-Type': 'application/json', 'Idempotency-Key': globalThis.crypto.randomUUID() };
      const answer = await fetch(`/api/v1${address}`, { method: how, headers, ...(sent ? { body: JSON.stringify(sent) } : {}) });
      return { status: answer.status, text: await answer.text() };
    },
    [path, body, method],
  );
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

// What fades or slides in has other colors on the way: a page is looked at once nothing with an end has moved for three frames,
// one that is never still (a meter of sound) after a while.
const settled = async (page) => {
  await page.evaluate(() => void (globalThis.stillFrames = 0));
  const still = () => {
    const moving = document.getAnimations().some((each) => each.playState !== 'finished' && Number.isFinite(each.effect?.getComputedTiming().endTime));
    globalThis.stillFrames = moving ? 0 : globalThis.stillFrames + 1;
    return globalThis.stillFrames >= 3;
  };
  await page.waitForFunction(still, undefined, { timeout: 5000 * patience }).catch(() => undefined);
};

/** Serious and critical violations that axe-core finds once the page has come to rest, one line each. */
export async function violations(page, name) {
  await page.evaluate(axe);
  await settled(page);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`);
  });
  return found.map((line) => `${name}: ${line}`);
}

/** How many different grey levels the largest canvas shows: a painted slice has many, an empty one a single one. */
export const greyLevels = (page) =>
  page.evaluate(() => {
    const canvases = [...document.querySelectorAll('canvas')].sort((a, b) => b.width * b.height - a.width * a.height);
    if (canvases.length === 0) return 0;
    const copy = document.createElement('canvas');
    copy.width = copy.height = 128;
    const paper = copy.getContext('2d');
    paper.drawImage(canvases[0], 0, 0, 128, 128);
    const seen = new Set();
    const { data } = paper.getImageData(0, 0, 128, 128);
    for (let i = 0; i < data.length; i += 4) seen.add(data[i]);
    return seen.size;
  });

/** Runs a script to its end: says what went wrong, keeps a screenshot of every open page, sets the exit code. @param expected page errors that are none */
export async function main(run, { expected } = {}) {
  try {
    await run();
    const unexpected = faults.filter((fault) => !expected?.test(fault));
    expect(unexpected.length === 0, `no page error: ${unexpected.join('; ') || 'none'}`);
  } catch (error) {
    console.error(`FAILED  ${error.message}`);
    faults.forEach((fault) => console.error(`        ${fault}`));
    let number = 0;
    for (const context of browser.contexts()) for (const page of context.pages()) await shot(page, `failed-${++number}`).catch(() => {});
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}
