// The viewer's tools in headless Chromium, by mouse and keyboard, on two CT studies of one patient. Beside what browser.mjs
// reads: HUIZHEN_SEND (a JSON array of two commands, each an array: the first sends the earlier study), HUIZHEN_PATIENT.
import { execFileSync } from 'node:child_process';
import { expect, get, greyLevels, main, shot, signIn, step, until, url } from './browser.mjs';

const { HUIZHEN_SEND: send, HUIZHEN_PATIENT: patient } = process.env;

/** The requests of the patient's studies, the one sent last first. */
async function arrive(page) {
  const found = async () => (await get(page, `/reading-requests?query=${encodeURIComponent(patient)}&limit=10`)).items;
  let known = [];
  for (const [program, ...args] of JSON.parse(send)) {
    execFileSync(program, args, { stdio: 'inherit' });
    await until('the study is at the center', async () => (await found()).length > known.length);
    const all = await found();
    known = [...all.filter(({ id }) => !known.some((each) => each.id === id)), ...known];
  }
  return known;
}

await main(async () => {
  const page = await signIn('reader');
  const [current] = await arrive(page);
  await page.goto(`${url}/cases/${current.id}`);
  const slice = () => page.textContent('[data-testid=slice]');
  const window = () => page.textContent('[data-testid=window]');
  const overlay = () => page.locator('[data-active=true]').first().innerText();
  const pane = page.locator('[data-testid=pane]');
  const press = (key) => page.keyboard.press(key);
  await page.waitForSelector('[data-testid=slice]');
  await until('a slice is painted', async () => (await greyLevels(page)) >= 20);
  const box = await pane.first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const drag = async (dx, dy, { from = [x, y], button = 'left' } = {}) => {
    await page.mouse.move(...from);
    await page.mouse.down({ button });
    await page.mouse.move(from[0] + dx / 2, from[1] + dy / 2);
    await page.mouse.move(from[0] + dx, from[1] + dy);
    await page.mouse.up({ button });
  };
  const changes = async (words, read, act) => {
    const before = await read();
    await act();
    await until(words, async () => (await read()) !== before, 10_000);
  };

  const own = await window();
  const select = page.locator('[role=toolbar] .ant-select');
  expect((await select.getAttribute('class')).includes('disabled') === false, 'the window menu is not disabled');
  await press('Shift+4');
  await until('a preset by key', async () => (await window()) !== own);
  await select.click();
  await page.locator('.ant-select-item-option').first().click();
  await until("the file's own window from the menu", async () => (await window()) === own);
  await changes('window and level by dragging', window, () => drag(60, 40));
  await until('a window set by hand is named so', async () => /手动/.test(await select.innerText()));
  await press('r');
  await until('reset brings the window back', async () => (await window()) === own);

  await changes('an arrow moves one image', slice, () => press('ArrowDown'));
  await changes('End goes to the last image', slice, () => press('End'));
  await changes('Home goes to the first', slice, () => press('Home'));
  await press('z');
  await changes('zoom by dragging', overlay, () => drag(0, -60));
  await press('r');
  await until('reset brings the zoom back', async () => /100%/.test(await overlay()));
  await press('p');
  await drag(40, 40);
  step('pan by dragging');
  await press('r');

  const words = () => page.locator('[data-active=true] svg text').allTextContents().then((all) => all.join(' '));
  await press('l');
  await drag(80, 0, { from: [x - 40, y - 60] });
  await until('a length in millimetres', async () => /\d mm/.test(await words()));
  await press('Delete');
  await until('Delete takes the last measurement away', async () => !/\d mm/.test(await words()));
  await press('a');
  await drag(60, 0, { from: [x - 40, y] });
  await page.mouse.move(x + 20, y + 60);
  await page.mouse.down();
  await page.mouse.up();
  await until('an angle in degrees', async () => /\d\s*°/.test(await words()));
  await press('Backspace');
  await press('q');
  await drag(60, 50, { from: [x - 30, y - 20] });
  await until('a rectangle tells area, mean, deviation and range in HU', async () => /面积 .*mm².*均值 .* ± .*HU.*最小 .*最大 .*HU/s.test(await words()));
  await shot(page, 'viewer-roi');
  await press('Delete');
  await press('e');
  await drag(50, 40, { from: [x - 20, y - 20] });
  await until('an ellipse tells the same', async () => /均值 .* ± .*HU/s.test(await words()));
  await press('Delete');

  for (const [key, mark] of [['f', '已左右翻转'], ['v', '已上下翻转'], ['t', '已旋转 90°'], ['i', '已反相']]) {
    await press(key);
    await until(`${mark} is said on the image`, async () => (await overlay()).includes(mark), 10_000);
  }
  await shot(page, 'viewer-flipped');
  await press('r');
  await until('reset takes every mark away', async () => !/已(左右|上下|旋转|反相)/.test(await overlay()), 10_000);

  await press('w');
  await changes('cine plays', slice, () => press('Space'));
  await press('Space');
  await press('4');
  await until('2×2 by key', async () => (await pane.count()) === 4);
  await until('each pane is painted', async () => (await page.locator('[data-testid=pane] canvas').count()) >= 4);
  await shot(page, 'viewer-2x2');
  await press('1');
  await until('1×1 by key', async () => (await pane.count()) === 1);

  await press('b');
  await until('the earlier study stands beside', async () => (await pane.count()) === 2 && (await pane.nth(1).innerText()).includes('既往检查'), 20_000);
  const labels = await page.locator('[data-testid=when]').allInnerTexts();
  expect(labels.length === 2 && labels.every((label) => /\d{4}-\d\d-\d\d.*· .+/.test(label)), 'each pane says date and origin');
  const other = () => page.textContent('[data-testid=slice-other]');
  await until('the image fills its pane again', async () => (await page.getByText('缩放 100%').count()) === 2);
  await until('the earlier images are there', async () => (await other()) !== null && !/ 0$/.test(await other()));
  await changes('scrolling one scrolls the other', other, () => press('End'));
  await shot(page, 'viewer-prior');
  await press('k');
  const stays = await other();
  await changes('unlinked, this one moves', slice, () => press('Home'));
  expect((await other()) === stays, 'and the other stays');
  await press('b');
  await until('the earlier study is put away', async () => (await pane.count()) === 1);

  await press('?');
  await page.waitForSelector('.ant-modal dl');
  step('? lists the keys');
  await shot(page, 'viewer-help');
});
