// A consultation about a case, in two, three and four browsers: asked for from the case page, behind the consent gate, rung, let in
// from the waiting room; pictures of everybody, the images in step, orders of the host, a shared screen, a cut line, a reload.
// Beside what browser.mjs reads: HUIZHEN_PEOPLE (2, 3 or 4; default 2) and HUIZHEN_PLANE (mesh or kurento; default mesh), which the
// server is to have chosen. Everything is tried alike on both; only what a media server alone can do comes on top.
import { account, expect, get, greyLevels, main, shot, signIn, step, until, url } from './browser.mjs';
import { cutLine, describe, disobey, framesIn, keepConnections, paths, people, soundsArriving, soundsPlayed } from './media.mjs';
import { everybodySees, join, nameOf, openBoard, tool } from './room-steps.mjs';

const plane = process.env.HUIZHEN_PLANE ?? 'mesh';
const entered = [];
async function enter(role, options = {}) {
  const page = await signIn(role, { script: keepConnections, ...options });
  entered.push([role, page]);
  return page;
}
const slice = (page) => page.textContent('[data-testid=slice]').catch(() => '');

async function open(host, expert) {
  const { items } = await get(host, '/reading-requests?modality=CT&limit=20');
  await host.goto(`${url}/cases/${items[0].id}`);
  await host.click('[data-testid=ask-specialist]');
  const callee = host.locator('[data-testid=callee]', { hasText: nameOf('specialist') });
  await callee.waitFor();
  await shot(host, 'room-ask-specialist');
  await callee.locator('button').click();
  await host.waitForURL(/\/rooms\//);
  await host.waitForSelector('#consent_givenByName');
  expect(await host.locator('main button.ant-btn-primary').last().isDisabled(), 'nobody enters before consent is recorded, the host neither');
  const room = new URL(host.url()).pathname;
  await expert.goto(`${url}${room}`);
  await expert.locator('main button.ant-btn-primary').click();
  await expert.locator('.ant-alert-warning').waitFor();
  await expert.locator('.ant-alert').first().waitFor();
  expect((await expert.locator('[data-testid=stage]').count()) === 0, 'the server keeps the expert out as well');
  await shot(host, 'room-before-joining-consent');
  await expert.goto(`${url}/`);
  await host.fill('#consent_givenByName', '王家属');
  await host.locator('#consent button[type=submit]').click();
  await host.locator('#consent').waitFor({ state: 'detached' });
  step('consent is recorded: who, when, which text');
  const tests = host.getByRole('button', { name: '网络测试' });
  await tests.click();
  await host.waitForSelector('[data-testid=paths]');
  step('the connection test names the way');
  await shot(host, 'room-before-joining');
  await join(host);
  return room;
}

async function answer(page) {
  await page.waitForSelector('[data-testid=incoming]');
  await shot(page, `room-incoming-${account('specialist')[0]}`);
  await page.locator('[data-testid=incoming] .ant-btn-primary').click();
  await page.waitForURL(/\/rooms\//);
  const clicked = Date.now();
  await join(page);
  await until('the first remote picture is decoded', async () => Object.values(await framesIn(page)).some((count) => count > 0));
  console.log(`    first picture ${Date.now() - clicked} ms after joining`);
}

async function letIn(host, guest, room) {
  await guest.goto(`${url}${room}`);
  await guest.locator('main button.ant-btn-primary').click();
  await guest.waitForSelector('[data-testid=waiting]');
  await shot(guest, 'room-waiting');
  await host.click('[data-testid=knocks]');
  await host.locator('[data-testid=guest] button').first().click();
  await guest.waitForSelector('[data-testid=stage]');
  step('the host lets a guest in from the waiting room');
  await guest.waitForSelector('[data-testid=room-patient]');
  step('who now sees whom it is about');
  await shot(host, 'room-people');
  await tool(host, 'people').click();
}

/** Writes down, in the page, when its slice changes; times of pages on one machine compare. */
const watchSlice = (page) =>
  page.evaluate(() => {
    globalThis.seen = [];
    const now = () => document.querySelector('[data-testid=slice]')?.textContent;
    let last = now();
    new globalThis.MutationObserver(() => {
      if (now() === last) return;
      last = now();
      globalThis.seen.push([last, Date.now()]);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });

async function inStep(host, others) {
  await openBoard(host);
  await until('the host leads and sees the image', async () => (await host.locator('[data-leading=true]').count()) === 1 && (await greyLevels(host)) >= 10);
  for (const page of others) {
    await openBoard(page);
    await until('another one sees the image', async () => (await page.locator('[data-testid=slice]').count()) === 1);
  }
  await host.keyboard.press('End');
  const together = async () => (await Promise.all(others.map(slice))).every((text) => text !== '' && text === final);
  let final = await slice(host);
  await until('followers show the slice of the leader', together);
  await Promise.all([host, ...others].map(watchSlice));
  for (let i = 0; i < 10; i++) {
    await host.keyboard.press('ArrowUp');
    await host.waitForTimeout(250);
  }
  final = await slice(host);
  await until('and go with it', together);
  const [led, ...followed] = await Promise.all([host, ...others].map((page) => page.evaluate(() => globalThis.seen)));
  const late = followed.flatMap((seen) => seen.map(([text, at]) => at - (led.find(([one]) => one === text)?.[1] ?? at)));
  late.sort((a, b) => a - b);
  expect(late.length > 0, `slices followed: ${late.length}; from the leader's screen to the others' median ${late[late.length >> 1]} ms, worst ${late.at(-1)} ms`);
  const window = (page) => page.locator('[data-testid=pane]').innerText();
  await host.keyboard.press('i');
  await until('window, zoom and the like follow too', async () => (await Promise.all(others.map(window))).every((text) => text.includes('已反相')));
  await host.keyboard.press('i');
  const box = await host.locator('[data-testid=pane]').boundingBox();
  await host.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await host.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2 + 10);
  await until('the pointer shows on the image of the others', async () => (await Promise.all(others.map((page) => page.locator('[data-testid=pointer]').count()))).every((count) => count === 1));
  await host.click('[data-testid=mark-tool]');
  await host.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await host.mouse.down();
  await host.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2 - 40);
  await host.mouse.up();
  await host.click('[data-testid=mark-tool]');
  await until('a mark shows on the image of everybody', async () => (await Promise.all([host, ...others].map((page) => page.locator('[data-testid=board-mark]').count()))).every((count) => count === 1));
  await shot(host, 'room-board-leader');
  await shot(others[0], 'room-board-follower');
}

async function orders(host, expert, pages) {
  const name = nameOf('specialist');
  const audible = () => Promise.all(pages.filter((page) => page !== expert).map(soundsPlayed));
  await until('everybody hears everybody', async () => (await audible()).every((count) => count === pages.length - 1));
  await tool(host, 'people').click();
  const menu = async (words) => {
    await host.locator('[data-testid=person]', { hasText: name }).locator('button').click();
    await host.locator('.ant-dropdown:not(.ant-dropdown-hidden)').getByText(words, { exact: true }).click();
  };
  await menu('静音并锁定');
  await until('nobody hears the muted one', async () => (await audible()).every((count) => count === pages.length - 2));
  await disobey(expert);
  await host.waitForTimeout(500);
  expect((await audible()).every((count) => count === pages.length - 2), 'not even when their page does not obey');
  if (plane === 'kurento') await until('and the server itself keeps it back', async () => (await Promise.all(pages.filter((page) => page !== expert).map(soundsArriving))).every((count) => count === pages.length - 2));
  await tool(expert, 'microphone').click();
  await expert.locator('[data-testid=notice]', { hasText: '锁定' }).waitFor();
  step('who is locked cannot unmute');
  await menu('允许自行打开麦克风');
  await tool(expert, 'microphone').click();
  await until('and can when the host allows it', async () => (await audible()).every((count) => count === pages.length - 1));
  await tool(host, 'people').click();
}

async function share(host, others) {
  await tool(host, 'share').click();
  const screens = (page) => page.locator('[data-testid=tile][data-source=screen][data-video=true]').count();
  await until('everybody sees the shared screen', async () => (await Promise.all(others.map(screens))).every((count) => count === 1));
  await shot(others[0], 'room-screen');
  await tool(host, 'share').click();
  await until('and no longer when it ends', async () => (await Promise.all(others.map(screens))).every((count) => count === 0));
}

async function comeBack(host, expert, pages) {
  const tiles = () => Promise.all(pages.map((page) => page.locator('[data-testid=tile][data-source=camera]').count()));
  await cutLine(expert);
  await everybodySees(pages, 'the line to the server is cut');
  await until('the cut line comes back', async () => (await expert.locator('[data-testid=status]').count()) === 0);
  expect((await tiles()).every((count) => count === pages.length), 'nobody is there twice');
  await expert.reload();
  await expert.waitForSelector('[data-testid=stage]');
  step('after a reload the tab is in the room again');
  await everybodySees(pages, 'after the reload');
  expect((await tiles()).every((count) => count === pages.length), 'and nobody is there twice');
  await tool(expert, 'chat').click();
  await expert.locator('aside textarea').fill('看第 12 层');
  await expert.keyboard.press('Enter');
  await tool(host, 'chat').click();
  await host.locator('[data-testid=chat-line]', { hasText: '看第 12 层' }).waitFor();
  step('and what it says arrives');
  await shot(host, 'room-chat');
  await tool(host, 'chat').click();
  await tool(expert, 'chat').click();
}

async function consult() {
  const host = await enter('physician');
  const expert = await enter('specialist');
  const room = await open(host, expert);
  await answer(expert);
  const pages = [host, expert];
  expect((await host.getAttribute('[data-testid=stage]', 'data-plane')) === plane, `the room is on the ${plane} plane`);
  await everybodySees(pages, 'two');
  if (process.env.HUIZHEN_RELAY === '1') {
    // a media server needs no relay of its own: there the other end of each way is the server
    const way = plane === 'kurento' ? /^relay\// : /^relay\/relay$/;
    for (const page of pages) expect((await paths(page)).every((path) => way.test(path)) && (await paths(page)).length > 0, `media goes through the relay on both sides (${(await paths(page)).join(', ')})`);
    return;
  }
  if (people >= 3) {
    const guest = await enter('reader');
    await letIn(host, guest, room);
    pages.push(guest);
    await everybodySees(pages, 'three');
  }
  await inStep(host, pages.slice(1));
  if (people >= 4) {
    const late = await enter('reviewer', { locale: 'en' });
    await letIn(host, late, room);
    pages.push(late);
    await openBoard(late);
    await until('a late joiner gets the state and the marks', async () => (await slice(late)) !== '' && (await late.locator('[data-testid=board-mark]').count()) === 1);
    await everybodySees(pages, 'four');
    await shot(late, 'room-board-late-en');
  }
  for (const page of pages) await tool(page, 'board').click();
  await shot(host, 'room-grid');
  await orders(host, expert, pages);
  await share(host, pages.slice(1));
  await comeBack(host, expert, pages);
  await host.keyboard.press('Shift+G');
  await shot(host, 'room-speaker');
  await expert.setViewportSize({ width: 390, height: 780 });
  await shot(expert, 'room-phone');
  for (const page of pages.slice(1)) await page.locator('footer .ant-btn-dangerous').last().click();
  await until('who leaves is gone', async () => (await host.locator('[data-testid=tile]').count()) === 1);
}

await main(async () => {
  try {
    await consult();
  } catch (error) {
    for (const [role, page] of entered) console.error(`    ${role}: ${await describe(page).catch(() => 'gone')}`);
    throw error;
  }
});
