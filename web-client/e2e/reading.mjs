// A reader reads case after case with the keyboard only, in headless Chromium: finds them on the worklist, opens the first,
// claims, scrolls, calls a template, fills its gaps, grades the images, hands over, and goes on to the next one that opens by
// itself. Nothing but key events is sent after signing in; the page is only looked at. Prints how long each took, from the
// case on the screen to the next. Beside what browser.mjs reads: HUIZHEN_CASES (how many), and where the cases are not the
// image cases that wait in the demo: HUIZHEN_SEND (a JSON array of commands that send them), HUIZHEN_WORD (part of the name of
// all their patients). On a running demo, from web-client:
//   HUIZHEN_URL=http://127.0.0.1:8080 HUIZHEN_ACCOUNTS=../data/demo/accounts.tsv HUIZHEN_SCREENS=/tmp/screens node e2e/reading.mjs
import { execFileSync } from 'node:child_process';
import { expect, get, greyLevels, main, shot, signIn, step, until } from './browser.mjs';

const { HUIZHEN_SEND: send = '[]', HUIZHEN_WORD: word, HUIZHEN_CASES: wanted = '50' } = process.env;
const cases = Number(wanted);
// the code that the reader types after the slash, by modality and body part
const templates = { 'CT CHEST': 'xbjj', 'CT HEAD': 'tlcx', 'CT ABDOMEN': 'fbdj', 'DX CHEST': 'xpzc', 'DX KNEE': 'xgzc', 'US ABDOMEN': 'csdj' };

const idOf = (page) => new URL(page.url()).pathname.split('/').pop();
const selected = (page) =>
  page.evaluate(() => {
    const area = document.activeElement;
    return area?.tagName === 'TEXTAREA' ? area.value.slice(area.selectionStart, area.selectionEnd) : '';
  });
const focusOn = (page) => page.evaluate(() => document.activeElement?.id ?? '');

/** Every gap of the template: the first alternative by its digit, a number in words that are free. */
async function fillGaps(page) {
  for (let gap = 0; gap < 40; gap++) {
    const words = await selected(page);
    if (!/^\{.*\}$/.test(words)) return;
    if (words.includes('|')) {
      await page.keyboard.press('1');
    } else {
      await page.keyboard.type('12');
      await page.keyboard.press('Tab');
    }
  }
  throw new Error('the template has no end of gaps');
}

async function readOne(page, request, press, first) {
  await page.waitForSelector('[data-testid=slice]');
  await until('an image is painted', async () => (await greyLevels(page)) >= 8, 20_000);
  const painted = Date.now();
  if (request.study.completeness.received > 1) {
    const before = await page.textContent('[data-testid=slice]');
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'End', 'PageUp');
    await until('the stack moves', async () => (await page.textContent('[data-testid=slice]')) !== before, 10_000);
  }
  await press('Shift+Digit1');
  // the first case is claimed by its key; those that open by themselves claim themselves
  await page.waitForSelector('#report-findings');
  if (first) await press('c');
  await page.waitForSelector('#report-findings:not([readonly])');
  await press('Enter');
  await until('the cursor is in the findings', async () => (await focusOn(page)) === 'report-findings', 5000);
  await page.keyboard.type(`/${templates[`${request.modality} ${request.study.bodyPart}`]}`);
  await page.waitForSelector('[role=listbox] [aria-selected=true]');
  await press('Enter');
  await fillGaps(page);
  await press('Alt+KeyJ', request.modality === 'DX' ? 'Alt+KeyN' : 'Alt+KeyP');
  if ((await page.locator('input#report-itemCode').count()) > 0) {
    await press('Alt+KeyI', 'Enter');
    await page.waitForSelector('.ant-select-item-option-active');
    await press('Enter');
  }
  const id = idOf(page);
  await press('Control+Enter');
  await page.waitForURL((address) => !address.pathname.endsWith(id), { timeout: 20_000 });
  return painted;
}

await main(async () => {
  const page = await signIn('reader');
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const narrow = word === undefined ? 'modality=CT,DX,US' : `query=${encodeURIComponent(word)}`;
  const found = async () => (await get(page, `/reading-requests?${narrow}&status=submitted&limit=200`)).items;
  for (const [program, ...args] of JSON.parse(send)) execFileSync(program, args, { stdio: 'inherit' });
  const ready = async () => (await found()).filter(({ study }) => study.state === 'complete' || study.completeness.received > 0).length;
  await until(`${cases} cases wait`, async () => (await ready()) >= cases, 120_000);
  const asked = new Map((await found()).map((request) => [request.id, request]));
  await page.waitForSelector('tbody tr');
  // the mouse is never moved: it rests outside
  await press('/');
  if (word === undefined) {
    // the filter beside the search: the first choice is everything with pictures
    await press('Tab', 'Enter', 'Enter');
    await until('the list shows images alone', async () => page.url().includes('modality='), 20_000);
    await until('no trace is left in it', async () => (await page.locator('tbody tr').filter({ hasText: '心电' }).count()) === 0 && (await page.locator('tbody tr').count()) > 0, 20_000);
  } else {
    await page.keyboard.insertText(word);
    await press('Escape');
    await until('the list shows them alone', async () => page.url().includes('q=') && (await page.locator('tbody tr').count()) === cases, 20_000);
  }
  await press('j');
  await shot(page, 'reading-worklist');
  const times = [];
  const firsts = [];
  await press('Enter');
  await page.waitForURL(/\/cases\//);
  for (let number = 1; number <= cases; number++) {
    const request = asked.get(idOf(page));
    expect(request !== undefined, `case ${number} is one of those asked for, though the next one opens by itself`);
    asked.delete(request.id);
    const start = Date.now();
    const painted = await readOne(page, request, press, number === 1);
    firsts.push(painted - start);
    times.push(Date.now() - start);
    const { status } = await get(page, `/reading-requests/${request.id}`);
    const { findings, conclusion, imageQuality } = await get(page, `/reading-requests/${request.id}/report`);
    expect(status === 'written' && imageQuality === 'A' && findings.length > 20 && conclusion.length > 4, `case ${number} is written`);
    expect(!/[{}]/.test(findings + conclusion), 'and no gap of the template is left');
    console.log(`case ${number} ${request.modality}: first image ${((painted - start) / 1000).toFixed(2)} s, whole ${(times.at(-1) / 1000).toFixed(2)} s`);
  }
  expect(word === undefined || asked.size === 0, 'every case was read once');
  const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] / 1000;
  console.log(`${cases} cases: first image median ${middle(firsts).toFixed(2)} s, case median ${middle(times).toFixed(2)} s, longest ${(Math.max(...times) / 1000).toFixed(2)} s`);
  step('all of it with the keyboard only');
});
