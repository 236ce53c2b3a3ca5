// What a consultation has beside its main course: an emergency instead of consent, the echo test, another microphone and camera in
// the call, less picture by hand, an ECG on the board while all cameras are off. Two browsers; HUIZHEN_PLANE as in room.mjs.
import { expect, greyLevels, main, shot, signIn, step, until } from './browser.mjs';
import { describe, framesIn, growing, keepConnections, linesIn, soundsArriving } from './media.mjs';
import { answer, everybodySees, join, openBoard, openEmergency, tool } from './room-steps.mjs';

async function enter(host, expert) {
  await openEmergency(host);
  step('a stated emergency stands in for consent');
  await echo(host);
  await join(host);
  await answer(expert);
}

async function echo(page) {
  await page.getByRole('button', { name: '回声测试' }).click();
  // without a sound card nothing pulls the decoder: captured, sent and received is what can be seen here
  const heard = () =>
    page.evaluate(async () => {
      let [spoken, received] = [0, 0];
      for (const peer of globalThis.keptPeers) {
        if (peer.connectionState !== 'connected') continue;
        for (const entry of (await peer.getStats()).values()) {
          if (entry.type === 'media-source') spoken += entry.totalAudioEnergy ?? 0;
          if (entry.type === 'inbound-rtp') received += entry.packetsReceived ?? 0;
        }
      }
      return spoken > 0 && received > 25;
    });
  await until('the echo test sends what the microphone hears back to this page', heard);
  await page.getByRole('button', { name: '停止' }).click();
  expect(await page.evaluate(() => globalThis.keptPeers.every(({ connectionState }) => connectionState === 'closed')), 'and leaves nothing open');
}

const choose = async (page, field, pick) => {
  await page.locator(`#${field}`).click();
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option');
  await list.first().waitFor();
  await pick(list);
};

/** What goes out now: the device behind each track. */
const devicesOut = (page) =>
  page.evaluate(() => globalThis.keptPeers.filter(({ connectionState }) => connectionState === 'connected').flatMap((peer) => peer.getSenders().flatMap(({ track }) => (track ? [track.getSettings().deviceId] : []))));

async function switchDevices(host, expert) {
  await tool(expert, 'settings').click();
  await expert.waitForSelector('#device-microphone');
  const connections = await expert.evaluate(() => globalThis.keptPeers.length);
  for (const field of ['device-microphone', 'device-camera']) {
    const before = await devicesOut(expert);
    await choose(expert, field, (list) => list.last().click());
    await until(`${field}: another one goes out`, async () => (await devicesOut(expert)).some((id) => !before.includes(id)));
  }
  expect((await expert.evaluate(() => globalThis.keptPeers.length)) === connections, 'over the connections that stood before');
  await everybodySees([host, expert], 'with the other camera');
  await until('and the other microphone is heard', async () => (await soundsArriving(host)) === 1);
  await shot(expert, 'room-settings');
}

async function lessPicture(host, expert) {
  const mode = (words) => choose(expert, 'mode', (list) => list.filter({ hasText: words }).click());
  const none = async () => {
    const before = await framesIn(expert);
    await expert.waitForTimeout(2_500);
    return (await growing(expert, before)) === 0;
  };
  await until('the picture is large', async () => (await linesIn(expert)).some((lines) => lines >= 240));
  await mode('少量画面');
  await until('who asks for little gets a small picture', async () => (await linesIn(expert)).every((lines) => lines <= 200));
  const before = await framesIn(expert);
  await until('that still moves', async () => (await growing(expert, before)) === 1);
  await mode('仅声音');
  await until('who asks for sound gets no picture', none);
  expect((await soundsArriving(expert)) === 1, 'and sound goes on');
  await mode('全部画面');
  await until('the whole picture comes back', async () => (await linesIn(expert)).some((lines) => lines >= 240), 60_000);
  await expert.keyboard.press('Escape');
  await expert.mouse.click(400, 300);
}

async function imagesWithoutVideo(host, expert) {
  for (const page of [host, expert]) await tool(page, 'camera').click();
  const videos = (page) => page.locator('[data-testid=tile][data-video=true]').count();
  await until('all cameras are off', async () => (await videos(host)) + (await videos(expert)) === 0);
  await openBoard(host);
  await until('the host leads and sees the ECG', async () => (await host.locator('[data-leading=true]').count()) === 1 && (await greyLevels(host)) >= 10, 60_000);
  await openBoard(expert);
  await until('the expert sees it too', async () => (await greyLevels(expert)) >= 10, 60_000);
  const fast = (page) => page.locator('[data-testid=board] .ant-segmented-item', { hasText: '50 mm/s' });
  await fast(host).click();
  await until('and follows to 50 mm/s', async () => (await fast(expert).getAttribute('class')).includes('selected'));
  const box = await host.locator('[data-testid=ecg-page]').boundingBox();
  await host.mouse.move(box.x + box.width / 3, box.y + 60);
  await host.mouse.move(box.x + box.width / 3 + 8, box.y + 64);
  await until('the pointer stands on the trace', async () => (await expert.locator('[data-testid=pointer]').count()) === 1);
  await host.click('[data-testid=mark-tool]');
  await host.mouse.move(box.x + box.width / 3, box.y + 60);
  await host.mouse.down();
  await host.mouse.move(box.x + box.width / 3 + 60, box.y + 90);
  await host.mouse.up();
  await until('and so does a mark', async () => (await Promise.all([host, expert].map((page) => page.locator('[data-testid=board-mark]').count()))).every((count) => count === 1));
  await shot(expert, 'room-ecg-no-video');
  expect((await soundsArriving(host)) === 1, 'while they hear one another');
}

await main(async () => {
  const host = await signIn('physician', { script: keepConnections });
  const expert = await signIn('specialist', { script: keepConnections });
  try {
    await enter(host, expert);
    await everybodySees([host, expert], 'two');
    await switchDevices(host, expert);
    await lessPicture(host, expert);
    await imagesWithoutVideo(host, expert);
  } catch (error) {
    for (const page of [host, expert]) console.error(`    ${await describe(page).catch(() => 'gone')}`);
    throw error;
  }
});
