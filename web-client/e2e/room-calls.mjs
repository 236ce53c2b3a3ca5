// What a call says that is not simply taken: the door that waits for consent, a call declined, given up, called again, a department
// that nobody is of; then what the room tells whoever looks elsewhere: images that are led, lines of the chat, a raised hand. Two
// browsers, by keyboard where keys will do, on a phone at the end; nothing that axe-core finds serious.
import { account, desk, expect, get, laptop, main, post, shot, signIn, step, until, url, violations } from './browser.mjs';
import { keepConnections } from './media.mjs';
import { join, nameOf, tool } from './room-steps.mjs';

const phone = { width: 390, height: 844 };
const found = [];
const check = async (page, name) => found.push(...(await violations(page, name)));

async function department() {
  const admin = await signIn('admin');
  const { items } = await get(admin, '/organizations?limit=50');
  const center = items.find(({ name }) => name === account('specialist')[3]);
  const known = await get(admin, `/organizations/${center.id}/departments`);
  if (!known.items.some(({ code }) => code === 'NOBODY')) await post(admin, `/organizations/${center.id}/departments`, { name: '无人科', code: 'NOBODY' });
  await admin.close();
}

async function askFor(host, expert) {
  const { items } = await get(host, '/reading-requests?modality=ECG&limit=20');
  await host.goto(`${url}/cases/${items[0].id}`);
  await host.click('[data-testid=ask-specialist]');
  await host.locator('[data-testid=callee]', { hasText: nameOf('specialist') }).locator('button').click();
  await host.waitForURL(/\/rooms\//);
  await host.waitForSelector('#consent_givenByName');
  await host.waitForSelector('[data-testid=room-patient]');
  step('the door says whom the room is about');
  await check(host, 'door with consent');
  const room = new URL(host.url()).pathname;
  await expert.goto(`${url}${room}`);
  const waits = expert.locator('.ant-alert-warning', { hasText: '知情同意' });
  await waits.waitFor();
  await host.locator('#consent').getByText('紧急情况').first().click();
  await host.fill('#consent_reason', '胸痛，疑似心肌梗死，总值班同意');
  await host.locator('#consent button[type=submit]').click();
  await waits.waitFor({ state: 'detached' });
  step('who waits for the consent sees by itself that it is there');
  await check(expert, 'door');
  await expert.goto(`${url}/`);
  await expert.getByText('在线', { exact: true }).waitFor();
  await join(host);
  await until('whom the room rings is said without opening anything', async () => (await calling(host, 'ringing').count()) === 1);
}

const calling = (page, outcome) => page.locator(`[data-testid=calling][data-outcome=${outcome}]`);

const counted = (page) => tool(page, 'chat').locator('[data-count="1"]');

async function inVain(host, expert) {
  await expert.waitForSelector('[data-testid=incoming]');
  await check(expert, 'incoming call');
  await expert.locator('[data-testid=incoming] .ant-btn-dangerous').click();
  await calling(host, 'declined').waitFor();
  expect((await expert.locator('[data-testid=missed-call]').count()) === 0, 'who declined has missed nothing');
  await calling(host, 'declined').getByRole('button', { name: '再次呼叫' }).click();
  await expert.waitForSelector('[data-testid=incoming]');
  step('the host calls again from where it says so');
  await calling(host, 'ringing').getByRole('button', { name: '取消呼叫' }).click();
  const missed = expert.locator('[data-testid=missed-call]');
  await missed.waitFor();
  await shot(expert, 'room-missed-call');
  await tool(host, 'people').click();
  await host.locator('aside').getByRole('button', { name: '邀请' }).click();
  await host.locator('.ant-modal input').fill('无人科');
  await host.locator('[data-testid=callee]', { hasText: '无人科' }).locator('button').click();
  await calling(host, 'nobody').waitFor();
  step('a department that nobody is of is said to be so');
  await shot(host, 'room-calls');
  await calling(host, 'nobody').getByRole('button', { name: '知道了' }).click();
  await tool(host, 'people').click();
  await missed.locator('.ant-btn-primary').click();
  await expert.waitForURL(/\/rooms\//);
  await expert.waitForSelector('[data-testid=who-is-there]');
  await until('the door says who is in the room', async () => (await expert.locator('[data-testid=who-is-there]').innerText()).includes(nameOf('physician')));
  await expert.locator('main .ant-btn-primary:focus').waitFor();
  await expert.keyboard.press('Enter');
  await expert.waitForSelector('[data-testid=stage]');
  step('a missed call leads into the room, by Enter from the door');
}

async function lookElsewhere(host, expert) {
  await host.keyboard.press('Shift+B');
  await expert.waitForSelector('[data-testid=presents]');
  await shot(expert, 'room-presents');
  await expert.locator('[data-testid=presents] button').click();
  await expert.waitForSelector('[data-testid=board]');
  step('who has the images closed is told that they are led, and opens them');
  await expert.keyboard.press('Shift+B');
  await expert.keyboard.press('Shift+H');
  await host.locator('[data-testid=notice]', { hasText: nameOf('specialist') }).waitFor();
  step('the host is told of a raised hand');
  await shot(host, 'room-hand');
  await expert.keyboard.press('Shift+T');
  await expert.locator('aside textarea').fill('请看 V2');
  await expert.keyboard.press('Enter');
  await until('a line of the chat counts while it is closed', async () => (await counted(host).count()) === 1);
  await host.keyboard.press('Shift+T');
  await until('and no longer when it was read', async () => (await counted(host).count()) === 0);
  await host.keyboard.press('Shift+T');
  await tool(host, 'settings').click();
  await host.locator('#mode').waitFor();
  await check(host, 'settings');
  await host.keyboard.press('Escape');
  await host.locator('#mode').waitFor({ state: 'hidden' });
  step('Escape closes the settings');
}

async function everywhere(expert) {
  for (const [name, size] of [['390', phone], ['2560', desk], ['1366', laptop]]) {
    await expert.setViewportSize(size);
    await expert.waitForTimeout(400);
    await check(expert, `room at ${name}`);
    await shot(expert, `room-calls-${name}`);
  }
  await expert.setViewportSize(phone);
  const [drawer, tools] = [await expert.locator('[data-testid=drawer]').boundingBox(), await expert.locator('footer').boundingBox()];
  expect(drawer.y + drawer.height <= tools.y + 1, 'on a phone the chat leaves the microphone within reach');
}

await main(async () => {
  await department();
  const host = await signIn('physician', { script: keepConnections });
  const expert = await signIn('specialist', { script: keepConnections });
  await askFor(host, expert);
  await inVain(host, expert);
  await lookElsewhere(host, expert);
  await everywhere(expert);
  await host.keyboard.press('Escape');
  await host.locator('footer .ant-btn-dangerous').last().click();
  await host.locator('.ant-dropdown-menu-item-danger').click();
  await host.locator('.ant-modal .ant-btn-dangerous').click();
  for (const page of [host, expert]) await page.getByText('会诊已结束').waitFor();
  expect((await expert.locator('.ant-alert-error').count()) === 0, 'when the host ends it, it is over for everybody, without an error');
  expect(found.length === 0, `nothing serious for axe-core: ${found.join('\n') || 'none'}`);
});
