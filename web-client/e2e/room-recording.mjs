// A consultation is recorded: asked for, refused, asked for again, agreed to by everybody, shown to all, agreed to by whoever comes
// later, ended; then it is put together and played, in the room page and with the case, by those who were there and by those who were
// not. Only on the Kurento plane; on the other one the page says why not.
import { expect, get, main, shot, signIn, step, until, url, violations } from './browser.mjs';
import { describe, keepConnections } from './media.mjs';
import { answer, everybodySees, join, openEmergency, tool } from './room-steps.mjs';

const plane = process.env.HUIZHEN_PLANE ?? 'mesh';
const bar = (page, state) => page.locator(`[data-testid=recording][data-recording=${state}]`);
const shown = async (pages, state) => (await Promise.all(pages.map((page) => bar(page, state).count()))).every((count) => count === 1);
const notice = (page, words) => page.locator('[data-testid=notice]', { hasText: words }).waitFor();

async function record(host, expert) {
  await tool(host, 'record').click();
  await expert.locator('[data-testid=recording-agree]').waitFor();
  expect(await shown([host, expert], 'asking'), 'everybody sees that recording is asked for');
  await shot(expert, 'room-recording-asked');
  await expert.getByRole('button', { name: '不同意' }).click();
  await notice(host, '有人不同意');
  step('who refuses is not recorded, and the host is told');
  await tool(host, 'record').click();
  await expert.locator('[data-testid=recording-agree]').click();
  await until('it begins when all have agreed, and all see it', async () => shown([host, expert], 'running'));
  await shot(expert, 'room-recording');
}

async function comeLate(host) {
  const guest = await signIn('reader', { script: keepConnections });
  await guest.goto(host.url());
  await guest.locator('main button.ant-btn-primary').click();
  await guest.waitForSelector('[data-testid=waiting]');
  await host.click('[data-testid=knocks]');
  await host.locator('[data-testid=guest] button').first().click();
  await guest.waitForSelector('[data-testid=recorded-door]');
  await shot(guest, 'room-recorded-door');
  await guest.locator('[data-testid=recorded-door] .ant-btn-primary').click();
  await guest.waitForSelector('[data-testid=stage]');
  expect((await shown([guest], 'running')) && (await shown([host], 'running')), 'who comes later agrees at the door, and recording goes on');
  await guest.locator('footer .ant-btn-dangerous').last().click();
}

const playable = (page) => page.locator('[data-testid=recorded][data-state=ready] video, [data-testid=recorded][data-state=parts] video');

async function play(page, where) {
  await until(`the recording can be played ${where}`, async () => (await playable(page).count()) > 0, 90_000);
  const video = playable(page).first();
  expect((await video.evaluate(({ readyState }) => readyState)) === 0, 'nothing of it is fetched before');
  await video.evaluate((element) => Object.assign(element, { muted: true }).play());
  await until('and has a picture', async () => video.evaluate(({ readyState, videoWidth }) => readyState >= 1 && videoWidth > 0), 30_000);
  console.log(`    ${await page.locator('[data-testid=recorded]').first().getAttribute('data-state')}, ${await video.evaluate((element) => `${element.videoWidth} x ${element.videoHeight}, ${element.duration} s`)}`);
}

async function end(host) {
  await host.waitForTimeout(3_000);
  await host.click('[data-testid=recording-stop]');
  await notice(host, '主持人已停止');
  await host.locator('footer .ant-btn-dangerous').first().click();
  await play(host, 'in the room page');
  await shot(host, 'room-recordings');
}

const sound = async (page, name) => {
  const found = await violations(page, name);
  expect(found.length === 0, `${name}: no serious violation ${found.join('; ')}`);
};

/** On the case page and with the patient, in both languages. */
async function keptWithTheCase(host, caseId) {
  const { patient } = await get(host, `/reading-requests/${caseId}`);
  const reviewer = await signIn('reviewer', { locale: 'en' });
  for (const [page, language] of [[host, 'zh'], [reviewer, 'en']]) {
    await page.goto(`${url}/cases/${caseId}`);
    await page.click('[data-testid=case-recordings]');
    const item = page.locator('.ant-drawer [data-testid=recorded]');
    await item.first().waitFor();
    const told = await item.first().innerText();
    expect(told.includes(language === 'zh' ? '保存至' : 'kept until') && (language === 'zh' ? /同意/ : /agreed at/).test(told), `the case page tells who agreed, and until when it is kept (${language})`);
    await play(page, `on the case page (${language})`);
    await shot(page, `case-recordings-${language}`);
    await sound(page, `case-recordings-${language}`);
    await page.goto(`${url}/patients/${patient.id}`);
    await page.locator('[data-testid=recorded] a').first().waitFor();
    await page.locator('[data-testid=recorded]').first().scrollIntoViewIfNeeded();
    await shot(page, `patient-recordings-${language}`);
    await sound(page, `patient-recordings-${language}`);
    step(`and the patient's page leads from the recording to its case (${language})`);
    const others = await get(page, '/reading-requests?modality=CT&limit=1');
    await page.goto(`${url}/cases/${others.items[0].id}`);
    await page.click('[data-testid=case-recordings]');
    await page.locator('.ant-drawer h2').waitFor();
    expect((await page.locator('[data-testid=recorded]').count()) === 0, `a case without recordings says so (${language})`);
    await shot(page, `case-recordings-none-${language}`);
    await sound(page, `case-recordings-none-${language}`);
  }
}

await main(async () => {
  const host = await signIn('physician', { script: keepConnections });
  const expert = await signIn('specialist', { script: keepConnections });
  try {
    const caseId = await openEmergency(host);
    await join(host);
    await answer(expert);
    await everybodySees([host, expert], 'two');
    if (plane === 'kurento') {
      await record(host, expert);
      await comeLate(host);
      await end(host);
      await keptWithTheCase(host, caseId);
    } else {
      await tool(host, 'record').click();
      await notice(host, '不能录制');
      expect((await shown([expert], 'asking')) === false, `without a media server the page says that it cannot be recorded, and asks nobody`);
    }
  } catch (error) {
    for (const page of [host, expert]) console.error(`    ${await describe(page).catch(() => 'gone')}`);
    throw error;
  }
});
