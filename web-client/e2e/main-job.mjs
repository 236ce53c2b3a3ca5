// The main job in headless Chromium against a running server: a study appears on the worklist by itself, is opened,
// written, signed by a second person, seen by the clinic and offered for recognition. Settings come from the environment:
// HUIZHEN_URL, HUIZHEN_ACCOUNTS (the demo's accounts.tsv), HUIZHEN_SEND (a JSON array: the command that sends the study),
// HUIZHEN_PATIENT (the patient's name as shown), HUIZHEN_SCREENS (where screenshots go). Exits 1 with what went wrong.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { HUIZHEN_URL: url, HUIZHEN_ACCOUNTS: accountsFile, HUIZHEN_SEND: send, HUIZHEN_PATIENT: patient, HUIZHEN_SCREENS: screens } = process.env;
const accounts = readFileSync(accountsFile, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
const laptop = { width: 1366, height: 768 };
const desk = { width: 2560, height: 1440 };
const faults = [];
mkdirSync(screens, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function signIn(role, { locale = 'zh-CN', viewport = laptop } = {}) {
  const [username, password] = accounts.find((account) => account[2] === role);
  const context = await browser.newContext({ locale, viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(`${role}: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) faults.push(`${role}: ${message.text()}`);
  });
  await page.goto(url);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav');
  return page;
}

const shot = (page, name) => page.screenshot({ path: join(screens, `${name}.png`) });
const step = (words) => console.log(`ok  ${words}`);
function expect(holds, words) {
  if (!holds) throw new Error(words);
  step(words);
}

/** How many different grey levels the largest canvas shows: a painted slice has many, an empty one a single one. */
const greyLevels = (page) =>
  page.evaluate(() => {
    const canvases = [...document.querySelectorAll('canvas')].sort((a, b) => b.width * b.height - a.width * a.height);
    if (canvases.length === 0) return 0;
    const copy = document.createElement('canvas');
    copy.width = copy.height = 128;
    const paper = copy.getContext('2d');
    paper.drawImage(canvases[0], 0, 0, 128, 128);
    const seen = new Set();
    const { data } = paper.getImageData(0, 0, 128, 128);
    for (let i = 0; i < data.length; i += 4) seen.add(data[i]);
    return seen.size;
  });

async function run() {
  const reader = await signIn('reader');
  await reader.goto(`${url}/worklist`);
  await reader.waitForSelector('tbody tr');
  expect((await reader.locator('tr', { hasText: patient }).count()) === 0, 'the study is not on the worklist before it is sent');
  const [program, ...args] = JSON.parse(send);
  execFileSync(program, args, { stdio: 'inherit' });
  const row = reader.locator('tbody tr', { hasText: patient });
  await row.waitFor();
  step('the study appears on the worklist by itself');
  await shot(reader, 'worklist-zh-1366');

  await row.click();
  await reader.waitForURL(/\/cases\//);
  const id = new URL(reader.url()).pathname.split('/').pop();
  await reader.waitForSelector('[data-testid=slice]');
  for (let tries = 0; tries < 100 && (await greyLevels(reader)) < 20; tries++) await reader.waitForTimeout(200);
  expect((await greyLevels(reader)) >= 20, 'a slice is painted');
  const first = await reader.textContent('[data-testid=slice]');
  await reader.mouse.move(600, 400);
  await reader.mouse.wheel(0, 300);
  await reader.waitForFunction((before) => document.querySelector('[data-testid=slice]').textContent !== before, first);
  step('the wheel moves through the stack');

  if ((await reader.locator('#report-findings[readonly]').count()) > 0 || (await reader.locator('#report-findings').count()) === 0) {
    await reader.keyboard.press('c');
  }
  await reader.waitForSelector('#report-findings:not([readonly])');
  await reader.fill('#report-findings', '右肺下叶见结节影，直径约 8 mm，边界清。');
  await reader.fill('#report-conclusion', '右肺下叶结节，建议三个月后复查。');
  await reader.locator('#report-positive').getByText('阳性').click();
  await reader.locator('#report-imageQuality').getByText('甲').click();
  await reader.locator('#report-positive .ant-segmented-item-selected', { hasText: '阳性' }).waitFor();
  const item = reader.locator('#report-itemCode');
  if ((await item.count()) > 0 && (await item.isEnabled())) {
    await item.click();
    await reader.keyboard.press('ArrowDown');
    await reader.keyboard.press('Enter');
  }
  await reader.waitForSelector('[data-save=saved]');
  step('the draft saves itself');
  await shot(reader, 'case-zh-1366');
  await reader.locator('#report-conclusion').focus();
  await reader.keyboard.press('Control+Enter');
  const status = (page) => page.evaluate(async (request) => (await (await fetch(`/api/v1/reading-requests/${request}`)).json()).status, id);
  for (let tries = 0; tries < 100 && (await status(reader)) !== 'written'; tries++) await reader.waitForTimeout(200);
  expect((await status(reader)) === 'written', 'Ctrl-Enter hands the report over for review');

  const reviewer = await signIn('reviewer', { locale: 'en', viewport: desk });
  await reviewer.goto(`${url}/worklist`);
  await reviewer.waitForSelector('tbody tr');
  await shot(reviewer, 'worklist-en-2560');
  await reviewer.goto(`${url}/cases/${id}`);
  await reviewer.waitForSelector('footer button');
  await reviewer.waitForSelector('[data-testid=slice]');
  await shot(reviewer, 'case-en-2560');
  await reviewer.locator('footer button.ant-btn-primary').click();
  await reviewer.waitForFunction(
    async (request) => (await (await fetch(`/api/v1/reading-requests/${request}`)).json()).lease?.for === 'review',
    id,
  );
  await reviewer.waitForTimeout(300);
  await reviewer.keyboard.press('Control+Enter');
  await reviewer.locator('.ant-modal .ant-btn-primary').click();
  for (let tries = 0; tries < 100 && (await status(reviewer)) !== 'final'; tries++) await reviewer.waitForTimeout(200);
  expect((await status(reviewer)) === 'final', 'a second person signs');

  const physician = await signIn('physician');
  await physician.goto(`${url}/clinic`);
  const card = physician.getByText(patient).first();
  await card.waitFor();
  await shot(physician, 'clinic-zh-1366');
  const request = await physician.evaluate(async (one) => (await fetch(`/api/v1/reading-requests/${one}`)).json(), id);
  await physician.goto(`${url}/reports/${request.reportId}`);
  await physician.getByText('右肺下叶结节，建议三个月后复查。').first().waitFor();
  step('the clinic reads the signed report');
  await shot(physician, 'report-zh-1366');
  await physician.goto(`${url}/patients/${request.patient.id}`);
  await physician.getByText(/HR/).first().waitFor();
  step('the result is offered for recognition');
  await shot(physician, 'patient-zh-1366');
  expect(faults.length === 0, `no page error: ${faults.join('; ') || 'none'}`);
}

try {
  await run();
} catch (error) {
  console.error(`FAILED  ${error.message}`);
  faults.forEach((fault) => console.error(`        ${fault}`));
  for (const context of browser.contexts()) for (const page of context.pages()) await shot(page, `failed-${Date.now()}`).catch(() => {});
  process.exitCode = 1;
} finally {
  await browser.close();
}
