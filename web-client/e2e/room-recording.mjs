// A consultation is recorded: asked for, refused, asked for again, agreed to by everybody, shown to all, agreed to by whoever comes
// later, ended; then it is put together and played. Only on the Kurento plane; on the other one the page says why not.
import { expect, main, shot, signIn, step, until } from './browser.mjs';
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

async function play(host) {
  await host.waitForTimeout(3_000);
  await host.click('[data-testid=recording-stop]');
  await notice(host, '主持人已停止');
  await host.locator('footer .ant-btn-dangerous').first().click();
  const playable = host.locator('[data-testid=recorded][data-state=ready] video, [data-testid=recorded][data-state=parts] video');
  await until('the recording can be played', async () => (await playable.count()) > 0, 90_000);
  await until('and has a picture', async () => playable.first().evaluate((video) => video.readyState >= 1 && video.videoWidth > 0), 30_000);
  console.log(`    ${await host.locator('[data-testid=recorded]').last().getAttribute('data-state')}, ${await playable.first().evaluate((video) => `${video.videoWidth} x ${video.videoHeight}, ${video.duration} s`)}`);
  await shot(host, 'room-recordings');
}

await main(async () => {
  const host = await signIn('physician', { script: keepConnections });
  const expert = await signIn('specialist', { script: keepConnections });
  try {
    await openEmergency(host);
    await join(host);
    await answer(expert);
    await everybodySees([host, expert], 'two');
    if (plane === 'kurento') {
      await record(host, expert);
      await comeLate(host);
      await play(host);
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
