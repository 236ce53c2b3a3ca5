// The main job in headless Chromium against a running server: a study appears on the worklist by itself, is opened,
// claimed, written, signed by a second person, seen by the clinic, offered for recognition and recognized. Settings come from
// the environment: HUIZHEN_URL, HUIZHEN_ACCOUNTS (the demo's accounts.tsv), HUIZHEN_SEND (a JSON array: the command that sends
// the study), HUIZHEN_PATIENT (the patient's name as shown), HUIZHEN_SCREENS (where screenshots go). Exits 1 with what went wrong.
import { execFileSync } from 'node:child_process';
import { desk, expect, get, greyLevels, main, shot, signIn, step, until, url } from './browser.mjs';

const { HUIZHEN_SEND: send, HUIZHEN_PATIENT: patient } = process.env;
const findings = '右肺下叶见结节影，直径约 8 mm，边界清。';
const conclusion = '右肺下叶结节，建议三个月后复查。';

async function write(reader, id) {
  const request = () => get(reader, `/reading-requests/${id}`);
  await reader.keyboard.press('c');
  await reader.waitForSelector('#report-findings:not([readonly])');
  step('the reader claims with the keyboard');
  // typed the moment the editor opens, as a reader does
  await reader.locator('#report-findings').focus();
  await reader.keyboard.insertText(findings);
  await reader.locator('#report-conclusion').focus();
  await reader.keyboard.type('x');
  await reader.fill('#report-conclusion', conclusion);
  await reader.locator('#report-positive').getByText('阳性').click();
  await reader.locator('#report-imageQuality').getByText('甲').click();
  await reader.locator('#report-positive .ant-segmented-item-selected', { hasText: '阳性' }).waitFor();
  const item = reader.locator('#report-itemCode');
  if ((await item.count()) > 0 && (await item.evaluate((element) => element.tagName === 'INPUT'))) {
    await item.click();
    // the one that the clinic is qualified for
    await reader.locator('.ant-select-item-option', { hasText: '胸部CT平扫' }).click();
  }
  await reader.waitForSelector('[data-save=saved]');
  const draft = await get(reader, `/reading-requests/${id}/report`);
  expect(draft.findings === findings && draft.conclusion === conclusion, 'the draft saves itself, and nothing typed is lost');
  expect((await reader.inputValue('#report-findings')) === findings, 'the words are still in the editor');
  await shot(reader, 'case-written-zh-1366');
  await reader.locator('#report-conclusion').focus();
  await reader.keyboard.press('Control+Enter');
  await until('Ctrl-Enter hands the report over for review', async () => (await request()).status === 'written');
  await reader.waitForURL((address) => !address.pathname.endsWith(id));
  step('the next case opens');
}

async function sign(id) {
  const reviewer = await signIn('reviewer', { locale: 'en', viewport: desk });
  const request = () => get(reviewer, `/reading-requests/${id}`);
  await reviewer.goto(`${url}/cases/${id}`);
  await reviewer.waitForSelector('[data-testid=slice]');
  await reviewer.locator('footer button.ant-btn-primary:not([disabled])').click();
  await until('the reviewer claims', async () => (await request()).lease?.for === 'review');
  await reviewer.locator('footer button.ant-btn-primary', { hasText: /Approve|Sign/ }).waitFor();
  expect((await reviewer.inputValue('#report-findings')) === findings, 'the reviewer sees what was written');
  await shot(reviewer, 'case-review-en-2560');
  await reviewer.keyboard.press('Control+Enter');
  await reviewer.locator('.ant-modal .ant-btn-primary').click();
  await until('a second person signs', async () => (await request()).status === 'final');
}

async function receive(id) {
  const physician = await signIn('physician');
  await physician.goto(`${url}/clinic`);
  await physician.getByText(patient).first().waitFor();
  await shot(physician, 'clinic-result-zh-1366');
  const request = await get(physician, `/reading-requests/${id}`);
  await physician.goto(`${url}/reports/${request.reportId}`);
  await physician.getByText(conclusion).first().waitFor();
  step('the clinic reads the signed report');
  await shot(physician, 'report-signed-zh-1366');
  await physician.goto(`${url}/patients/${request.patient.id}`);
  await physician.getByText(/HR/).first().waitFor();
  step('the result is offered for recognition');
  await physician.getByRole('button', { name: /^互\s*认$/ }).first().click();
  await physician.locator('.ant-modal-confirm .ant-btn-primary').click();
  await physician.getByText(/已互认 ·/).first().waitFor();
  const { items } = await get(physician, `/recognition/results?patientId=${request.patient.id}`);
  expect(items.some(({ reportId, decision }) => reportId === request.reportId && decision?.decision === 'recognized'), 'the decision is stored');
  await shot(physician, 'patient-recognized-zh-1366');
}

await main(async () => {
  const reader = await signIn('reader');
  await reader.goto(`${url}/worklist`);
  await reader.waitForSelector('tbody tr');
  expect((await reader.locator('tr', { hasText: patient }).count()) === 0, 'the study is not on the worklist before it is sent');
  const [program, ...args] = JSON.parse(send);
  execFileSync(program, args, { stdio: 'inherit' });
  const row = reader.locator('tbody tr', { hasText: patient });
  await row.waitFor();
  step('the study appears on the worklist by itself');
  await row.click();
  await reader.waitForURL(/\/cases\//);
  const id = new URL(reader.url()).pathname.split('/').pop();
  await reader.waitForSelector('[data-testid=slice]');
  await until('a slice is painted', async () => (await greyLevels(reader)) >= 20);
  const first = await reader.textContent('[data-testid=slice]');
  await reader.locator('canvas').last().hover();
  await reader.mouse.wheel(0, 300);
  await reader.waitForFunction((before) => document.querySelector('[data-testid=slice]').textContent !== before, first);
  step('the wheel moves through the stack');
  await write(reader, id);
  await sign(id);
  await receive(id);
});
