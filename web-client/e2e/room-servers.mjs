// Two servers of one center, two people, each with a page from another server, in one room: who joins elsewhere is led to the room's
// owner; the owner is killed, and both go on with the other server. The browsers come through addresses that lead to one server
// first and to the other one when that is dead, as a balancer does.
// HUIZHEN_EAST and HUIZHEN_WEST: those addresses; HUIZHEN_WANT: a file whose presence starts the server west; HUIZHEN_WEST_PID: a
// file that holds its process id once it answers.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, get, greyLevels, main, shot, signIn, step, until } from './browser.mjs';
import { describe, framesIn, keepConnections } from './media.mjs';
import { answer, everybodySees, join, openBoard, openEmergency, tool } from './room-steps.mjs';

const { HUIZHEN_EAST: east, HUIZHEN_WEST: west, HUIZHEN_WANT: want, HUIZHEN_WEST_PID: pidFile } = process.env;
const slice = (page) => page.textContent('[data-testid=slice]').catch(() => '');
/** The address of the server to which a page speaks now. */
const server = (page) => page.evaluate(() => globalThis.keptSockets.filter(({ readyState, url }) => readyState === 1 && /signal$/.test(url)).map((socket) => new URL(socket.url).host + new URL(socket.url).pathname)[0]);
const all = async (pages, probe) => (await Promise.all(pages.map(probe))).every(Boolean);
const marks = (page) => page.locator('[data-testid=board-mark]').count();

async function says(page, others, words) {
  await tool(page, 'chat').click();
  await page.locator('aside textarea').fill(words);
  await page.keyboard.press('Enter');
  await tool(page, 'chat').click();
  for (const other of others) {
    await tool(other, 'chat').click();
    await other.locator('[data-testid=chat-line]', { hasText: words }).waitFor();
    await tool(other, 'chat').click();
  }
}

async function mark(page, x) {
  const box = await page.locator('[data-testid=pane]').boundingBox();
  await page.click('[data-testid=mark-tool]');
  await page.mouse.move(box.x + box.width / 2 + x, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + x + 60, box.y + box.height / 2 - 40);
  await page.mouse.up();
  await page.click('[data-testid=mark-tool]');
}

/** Watches the pictures of everybody; says for how long the longest stood still. */
function watchPictures(pages) {
  let watching = true;
  const longest = Promise.all(
    pages.map(async (page) => {
      let [most, last, before] = [0, Date.now(), ''];
      while (watching) {
        const now = JSON.stringify(await framesIn(page).catch(() => ({})));
        if (now !== before) last = Date.now();
        before = now;
        most = Math.max(most, Date.now() - last);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return most;
    }),
  );
  return async () => {
    watching = false;
    return Math.max(...(await longest));
  };
}

async function consult(host, expert) {
  const pages = [host, expert];
  await join(host);
  const room = new URL(host.url()).pathname.split('/').at(-1);
  await answer(expert);
  const owner = await server(host);
  await until('who joined on the other server is led to the one that has the room', async () => (await server(expert)) === owner);
  await everybodySees(pages, 'two servers');
  await openBoard(host);
  await until('the host sees the image', async () => (await greyLevels(host)) >= 10 && (await slice(host)) !== '');
  await openBoard(expert);
  await host.keyboard.press('End');
  const end = await slice(host);
  await until('and the other one the same', async () => (await slice(expert)) === (await slice(host)) && end !== '');
  await mark(host, 0);
  await until('a mark shows on both', async () => all(pages, async (page) => (await marks(page)) === 1));
  await says(expert, [host], '左肺下叶');
  step('what is said arrives');

  // what the board shows is written after a second or so; the mark and the line are there at once
  await host.waitForTimeout(2_000);
  const stillFor = watchPictures(pages);
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  const killed = Date.now();
  await until('whoever looks is told that the line is gone', async () => all(pages, async (page) => (await page.locator('[data-testid=status]').count()) === 1));
  await shot(host, 'room-server-lost');
  await until('both are back, on the other server', async () => all(pages, async (page) => ![undefined, owner].includes(await server(page)) && (await page.locator('[data-testid=status]').count()) === 0), 45_000);
  console.log(`    FAULTS owner of a room killed under two browsers: both are back on the other server after ${Date.now() - killed} ms`);
  await everybodySees(pages, 'after the owner died');
  console.log(`    FAULTS pictures on new connections ${Date.now() - killed} ms after the owner died; the longest pause of pictures was ${await stillFor()} ms`);
  expect(await all(pages, async (page) => (await page.locator('[data-testid=tile][data-source=camera]').count()) === 2), 'nobody is there twice');
  expect(await all(pages, async (page) => (await slice(page)) === end && (await marks(page)) === 1), 'image and mark are where they were');
  await says(host, [expert], '继续');
  step('what is said now arrives');
  await tool(expert, 'chat').click();
  await expert.locator('[data-testid=chat-line]', { hasText: '左肺下叶' }).waitFor();
  step('and what was said before is there too');
  await tool(expert, 'chat').click();
  await host.keyboard.press('Home');
  const start = await slice(host);
  await until('the board goes on in step', async () => start !== end && (await slice(expert)) === (await slice(host)) && (await slice(expert)) !== end);
  await shot(host, 'room-other-server');

  const { items } = await get(host, `/rooms/${room}/attendance`);
  console.log(items.map(({ person, reason, seconds }) => `    ${person.name} ${reason ?? 'there'} ${seconds} s`).join('\n'));
  expect(items.length === 4 && items.filter(({ reason }) => reason === 'crashed').length === 2 && items.filter(({ leftAt }) => !leftAt).length === 2, 'two stays ended with the server, two go on');
  const before = items.filter(({ reason }) => reason === 'crashed');
  expect(before.every(({ leftAt }) => Math.abs(Date.parse(leftAt) - killed) < 6_000), 'those that ended did so with the last sign of life of the killed server');
}

await main(async () => {
  const options = { script: keepConnections };
  // a page that was loaded before the other server was ever heard of
  const expert = await signIn('specialist', { ...options, at: east });
  writeFileSync(want, '');
  await until('the server west is started', async () => existsSync(pidFile), 60_000);
  const host = await signIn('physician', { ...options, at: west });
  try {
    await openEmergency(host, { modality: 'CT', at: west });
    await consult(host, expert);
  } catch (error) {
    for (const page of [host, expert]) console.error(`    ${await server(page).catch(() => '')} ${await describe(page).catch(() => 'gone')}`);
    throw error;
  }
}, { expected: /Content Security Policy/ });
