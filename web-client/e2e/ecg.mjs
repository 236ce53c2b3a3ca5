// The ECG viewer in headless Chromium, measured in pixels on ECGs whose amplitude and rate are known: rectangular pulses of
// 1 mV, 100 ms long, once a second, in every lead. Beside what browser.mjs reads: HUIZHEN_PDFTOPPM, the program, where the
// print is measured too.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, store, studyId } from './dicom-file.mjs';
import { ecg, group } from './pulse-ecg.mjs';
import { desk, expect, laptop, main, shot, signIn, until, violations } from './browser.mjs';

const perMm = 5;
/** Where the pulses of a lead stand: their left edges, top and base line, in CSS pixels of the page, from the pixels themselves. */
const edges = ({ left, right, top, bottom }) => {
  const canvas = document.querySelector('[data-testid=ecg-page] canvas');
  const ratio = canvas.width / canvas.clientWidth;
  const [x0, y0] = [Math.round(left * ratio), Math.round(top * ratio)];
  const [width, height] = [Math.round((right - left) * ratio), Math.round((bottom - top) * ratio)];
  const { data } = canvas.getContext('2d').getImageData(x0, y0, width, height);
  const dark = (x, y) => data[(y * width + x) * 4] < 110;
  const columns = [];
  for (let x = 0; x < width; x++) {
    const ys = [];
    for (let y = 0; y < height; y++) if (dark(x, y)) ys.push(y);
    columns.push(ys);
  }
  // an edge of a pulse is a column that is dark from top to base
  const tall = columns.map((ys) => ys.length > 1 && ys.at(-1) - ys[0] > 18 * ratio);
  const starts = [];
  tall.forEach((each, x) => each && !tall[x - 1] && starts.push(x));
  const middle = (ys) => (ys[0] + ys.at(-1)) / 2;
  const flat = columns.filter((ys, x) => ys.length > 0 && ys.length < 6 && !tall[x]).map(middle);
  return { starts: starts.map((x) => x / ratio), top: Math.min(...flat) / ratio, base: Math.max(...flat) / ratio };
};

const near = (value, wanted, within) => Math.abs(value - wanted) <= within;

await main(async () => {
  const page = await signIn('technician', {
    viewport: { width: 1920, height: 1080 },
    script: `localStorage.setItem('huizhen.millimetre', JSON.stringify({ perMm: ${perMm}, ratio: devicePixelRatio })); localStorage.setItem('huizhen.ecgScale', 'true')`,
  });
  const file = ecg('脉冲', [group({}), group({ label: 'MEDIAN BEAT', samples: 600, every: 5000 })]);
  const broken = ecg('脱落', [group({ broken: true })]);
  for (const each of [file, broken]) expect((await store(page, each.bytes)) === 200, 'an ECG is stored');
  await open(page, `/studies/${await studyId(page, file.study)}`);
  const sheet = page.locator('[data-testid=ecg-page]');
  await sheet.locator('canvas').waitFor();
  const press = (key) => page.keyboard.press(key);
  const text = () => page.locator('[data-testid=ecg]').innerText();
  expect(near(Number(await sheet.getAttribute('data-per-mm')), perMm, 0.01), 'the sheet takes the millimetre measured on this screen');

  // 6×2: lead I is the upper row of the left column, 5 s wide; margins 5 mm, pulse 9 mm, rows 26 mm
  const row = async (settings) => page.evaluate(edges, settings);
  const first = (gain, speed) => ({ left: 18 * perMm, right: (14 + 5 * speed) * perMm - 2, top: 5 * perMm, bottom: (5 + (gain === 20 ? 36 : 26)) * perMm });
  await page.getByText('6×2', { exact: true }).click();
  for (const [speed, gain] of [[25, 10], [50, 10], [50, 20], [25, 5]]) {
    await page.getByText(`${speed} mm/s`, { exact: true }).click();
    await page.getByText(`${gain} mm/mV`, { exact: true }).click();
    let seen;
    await until(`at ${speed} mm/s and ${gain} mm/mV, 1 s is ${speed * perMm} and 1 mV ${gain * perMm} pixels`, async () => {
      seen = await row(first(gain, speed));
      // each pulse has two edges, 100 ms apart
      const rising = seen.starts.filter((_, index) => index % 2 === 0);
      const steps = rising.slice(1).map((x, index) => x - rising[index]);
      const widths = rising.map((x, index) => seen.starts[index * 2 + 1] - x);
      return steps.length >= 3 && steps.every((step) => near(step, speed * perMm, 1)) && widths.every((width) => near(width, (speed * perMm) / 10, 1)) && near(seen.base - seen.top, gain * perMm, 1);
    }, 8_000).catch((error) => {
      throw new Error(`${error.message}; seen ${JSON.stringify(seen)}`);
    });
  }
  await page.getByText('10 mm/mV', { exact: true }).click();
  await until('the calibration pulse is 10 mm high', async () => {
    const { top, base } = await row({ left: 5 * perMm + 2, right: 13 * perMm, top: 5 * perMm, bottom: 31 * perMm });
    return near(base - top, 10 * perMm, 1);
  });

  const box = await sheet.boundingBox();
  const spot = (mmX, mmY) => [box.x + mmX * perMm, box.y + mmY * perMm];
  const drag = async (from, to) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to);
    await page.mouse.up();
  };
  const middle = 5 + 0.58 * 26;
  // from the foot of one pulse to the top of the next
  await drag(spot(14 + 0.3 * 25, middle), spot(14 + 1.3 * 25, middle - 10));
  const caliper = page.locator('[data-testid=caliper] text');
  await until('a caliper from beat to beat tells 1000 ms, 60 a minute and 1.00 mV', async () => /^(99[6-9]|100[0-4]) ms · 60 次\/分 · (0\.9[89]|1\.0[012]) mV$/.test(await caliper.first().textContent()), 5_000);
  await press('ArrowRight');
  await until('an arrow moves its end by 4 ms', async () => /^100[0-8] ms/.test(await caliper.first().textContent()));
  await shot(page, 'ecg-caliper');
  await press('Delete');
  await until('Delete takes it away', async () => (await caliper.count()) === 0);
  await press('c');
  await until('C places one', async () => (await caliper.count()) === 1);
  await press('Escape');

  const shownFilter = () => page.locator('[data-testid=ecg-filter]').innerText();
  expect((await shownFilter()) === '显示未滤波', 'without a filter it says so');
  await press('f');
  await press('h');
  await until('a filter is named', async () => /显示滤波：0\.05–150 Hz \+ 50 Hz 陷波/.test(await shownFilter()));
  await press('f');
  await until('40 Hz warns of the ST segment', async () => /ST/.test(await text()));
  await press('f');
  await press('f');
  await press('h');
  await until('and is off again', async () => (await shownFilter()) === '显示未滤波');
  await press('l');
  await press('l');
  await until('3×4 by key', async () => page.evaluate(() => document.querySelector('[data-testid=ecg] .ant-segmented-item-selected')?.textContent !== undefined));
  expect(/QRS 时限\s*100 ms/.test(await text()) && /Pulses, no heart/.test(await text()), 'measurements and statements of the device are listed');
  expect(/Mason-Likar（单独电极）/.test(await text()) && /SYNTHETIC Pulse generator/.test(await text()), 'electrodes and device are words, not codes');
  await page.getByText('平均心搏', { exact: true }).click();
  await until('the mean beat is a recording of its own, with the marks of the device', async () => (await page.locator('[data-testid=device-mark]').count()) > 0);
  await shot(page, 'ecg-beat');
  await page.getByText('节律 10 秒', { exact: true }).click();

  if (process.env.HUIZHEN_PDFTOPPM) await printed(page);

  await page.evaluate(() => localStorage.setItem('huizhen.ecgScale', 'fit'));
  await open(page, `/studies/${await studyId(page, broken.study)}`);
  await until('leads that are off, flat, doubtful are named', async () => {
    const all = await page.locator('[data-testid=lead-trouble]').allInnerTexts();
    return ['导联脱落：V3', '无信号：V4', '信号可疑：V5'].every((words) => all.includes(words));
  });
  await page.getByRole('button', { name: '屏幕尺寸校准' }).click();
  await page.waitForSelector('[data-testid=ruler-card]');
  await until('the card is as large as the millimetre kept here says', async () => {
    const card = await page.locator('[data-testid=ruler-card]').boundingBox();
    return near(card.width, 85.6 * perMm, 1) && near(card.height, 53.98 * perMm, 1);
  }, 5_000);
  await shot(page, 'ecg-ruler');
  await page.getByRole('button', { name: '保存并按 1:1 显示' }).click();
  await page.keyboard.press('Escape');
  for (const [name, viewport] of [['laptop', laptop], ['desk', desk]]) {
    await page.setViewportSize(viewport);
    await shot(page, `ecg-${name}`);
  }
  const serious = await violations(page, 'ecg');
  expect(serious.length === 0, `axe finds nothing serious${serious.length ? `: ${serious.join('; ')}` : ''}`);
});

/** The print as the browser makes it, measured on paper. */
async function printed(page) {
  const folder = mkdtempSync(join(tmpdir(), 'huizhen-ecg-'));
  try {
    await page.evaluate(() => (window.print = () => undefined));
    await page.keyboard.press('p');
    await page.waitForSelector('[data-testid=ecg-print]', { state: 'attached' });
    writeFileSync(join(folder, 'ecg.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    execFileSync(process.env.HUIZHEN_PDFTOPPM, ['-r', '254', '-gray', join(folder, 'ecg.pdf'), join(folder, 'page')]);
    const image = readFileSync(join(folder, 'page-1.pgm'));
    const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 40).toString('latin1')).map(Number);
    // ten dots are a millimetre
    expect(near(width, 2970, 3) && near(height, 2100, 3), 'the print is one page of A4 across');
    const body = image.subarray(image.length - width * height);
    // vertical strokes of 9 mm and more: edges of the calibration pulse and of the 1 mV pulses
    const tall = [];
    for (let x = 0; x < width; x++) {
      let [run, most] = [0, 0];
      for (let y = 300; y < 900; y++) {
        run = body[y * width + x] < 100 ? run + 1 : 0;
        most = Math.max(most, run);
      }
      if (most >= 90) tall.push([x, most]);
    }
    const strokes = tall.filter(([x], index) => index === 0 || x - tall[index - 1][0] > 2);
    const gaps = strokes.slice(1).map(([x], index) => x - strokes[index][0]);
    expect(strokes.every(([, most]) => near(most, 103, 6)), '1 mV is 10 mm on paper');
    expect(gaps.filter((gap) => near(gap, 225, 2)).length >= 2, `from pulse to pulse, less its 100 ms, is 22.5 mm on paper (${gaps.join(', ')} tenths)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
