// An ECG on the board of a room, in two browsers whose screens differ: what the one who leads chooses and measures moves on the
// other side, a marked segment stands on the same stretch of the same lead for both.
import { store, studyId } from './dicom-file.mjs';
import { ecg, group } from './pulse-ecg.mjs';
import { account, expect, main, shot, signIn, until, url } from './browser.mjs';

const tool = (page, name) => page.locator(`[data-tool=${name}]`);
const sheet = (page) => page.locator('[data-testid=ecg-page]');

async function join(page) {
  await page.locator('main button.ant-btn-primary:not([disabled])').last().click();
  await page.waitForSelector('[data-testid=stage]');
}

/** Lead, milliseconds and millivolts of 6×2 at 25 mm/s and 10 mm/mV, as a point of this screen: lead I begins at 14 mm, 5 s wide. */
async function spot(page, ms, mV) {
  const box = await sheet(page).boundingBox();
  const perMm = Number(await sheet(page).getAttribute('data-per-mm'));
  return [box.x + (14 + (ms / 1000) * 25) * perMm, box.y + (5 + 0.58 * 26 - mV * 10) * perMm];
}

/** Where something drawn on the sheet begins and how long it is, as milliseconds. */
async function stretch(page, selector) {
  const [left, width] = await page.locator(selector).first().evaluate((drawn) => {
    if (drawn.tagName === 'rect') return [Number(drawn.getAttribute('x')), Number(drawn.getAttribute('width'))];
    const [from, to] = [...drawn.getAttribute('d').matchAll(/M([\d.]+)/g)].map(([, x]) => Number(x));
    return [from, to - from];
  });
  const perMm = Number(await sheet(page).getAttribute('data-per-mm'));
  return [(left / perMm - 14) * 40, (width / perMm) * 40];
}

async function drag(page, from, to, release = true) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await page.mouse.move(...to);
  if (release) await page.mouse.up();
}

await main(async () => {
  const technician = await signIn('technician');
  const file = ecg('同看', [group({})]);
  expect((await store(technician, file.bytes)) === 200, 'an ECG is stored');
  const study = await studyId(technician, file.study);
  const request = await technician.evaluate(async (id) => {
    const headers = { 'X-Huizhen-Client': 'web', 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    const filed = await fetch('/api/v1/reading-requests', { method: 'POST', headers, body: JSON.stringify({ studyId: id, priority: 'routine', clinicalInfo: '心悸' }) });
    if (filed.status === 201) return (await filed.json()).id;
    const { items } = await (await fetch('/api/v1/reading-requests?modality=ECG&limit=100', { headers })).json();
    return items.find((each) => each.study.id === id)?.id;
  }, study);
  await technician.context().close();
  const host = await signIn('physician', { viewport: { width: 1600, height: 1000 } });
  const expert = await signIn('specialist', { viewport: { width: 1366, height: 768 } });
  await host.goto(`${url}/cases/${request}`);
  await sheet(host).waitFor();
  await host.click('[data-testid=ask-specialist]');
  await host.locator('[data-testid=callee]', { hasText: account('specialist')[4] }).locator('button').click();
  await host.waitForURL(/\/rooms\//);
  await host.waitForSelector('#consent_givenByName');
  await host.fill('#consent_givenByName', '王家属');
  await host.locator('#consent button[type=submit]').click();
  await host.locator('#consent').waitFor({ state: 'detached' });
  await join(host);
  await expert.waitForSelector('[data-testid=incoming]');
  await expert.locator('[data-testid=incoming] .ant-btn-primary').click();
  await expert.waitForURL(/\/rooms\//);
  await join(expert);
  await tool(host, 'board').click();
  await until('the host leads with the ECG', async () => (await host.locator('[data-leading=true]').count()) === 1 && (await sheet(host).count()) === 1);
  if ((await expert.locator('[data-testid=board]').count()) === 0) await tool(expert, 'board').click();
  await sheet(expert).waitFor();

  await host.getByText('6×2', { exact: true }).click();
  const layout = (page) => page.locator('[data-testid=ecg] .ant-segmented-item-selected').allInnerTexts().then((all) => all.join(' '));
  await until('layout, speed and gain follow', async () => (await layout(expert)).includes('6×2'));
  await host.keyboard.press('f');
  await until('and the filter, said on both sides', async () => (await expert.locator('[data-testid=ecg-filter]').innerText()).includes('0.05–150'));

  // from foot to foot; the button is still down
  await drag(host, await spot(host, 300, 0), await spot(host, 1300, 1), false);
  const other = expert.locator('[data-testid=caliper-other] text');
  await until('the other side sees the caliper while it is drawn', async () => /^(99\d|100\d) ms/.test((await other.first().textContent().catch(() => '')) ?? ''));
  await host.mouse.move(...(await spot(host, 2300, 1)));
  await until('and sees it move', async () => /^(199\d|200\d) ms · 30 次\/分 · (0\.9[5-9]|1\.0[0-5]) mV/.test(await other.first().textContent()));
  await host.mouse.up();
  const [from, width] = await stretch(expert, '[data-testid=caliper-other] path');
  expect(Math.abs(from - 300) < 25 && Math.abs(width - 2000) < 25, `on its own, other screen it stands on the same stretch (${Math.round(from)} ms, ${Math.round(width)} ms long)`);
  await host.mouse.move(...(await spot(host, 3300, 0.5)));
  await until('the pointer shows on the trace', async () => (await expert.locator('[data-testid=pointer]').count()) === 1);
  await shot(host, 'room-ecg-leader');
  await shot(expert, 'room-ecg-follower');

  await expert.click('[data-testid=mark-tool]');
  await drag(expert, await spot(expert, 1250, 0), await spot(expert, 1650, 0));
  await expert.click('[data-testid=mark-tool]');
  await until('a segment marked by the expert stands on both sides', async () => (await host.locator('[data-testid=board-mark]').count()) === 1 && (await expert.locator('[data-testid=board-mark]').count()) === 1);
  const [marked, long] = await stretch(host, '[data-testid=board-mark] rect');
  expect(Math.abs(marked - 1250) < 25 && Math.abs(long - 400) < 25, `on the stretch that was marked (${Math.round(marked)} ms, ${Math.round(long)} ms long)`);
  await shot(host, 'room-ecg-mark');
  await expert.reload();
  await sheet(expert).waitFor({ timeout: 60_000 }).catch(() => tool(expert, 'board').click());
  await until('after a reload the mark is still there', async () => (await expert.locator('[data-testid=board-mark]').count()) === 1);
});
