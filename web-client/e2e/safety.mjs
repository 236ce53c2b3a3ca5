// What safety asks to be said on the screen is said: name and accession number on images and report, two identifiers before
// a signature, the mark of a preliminary report, lossy images. Beside what browser.mjs reads: HUIZHEN_SEND (a JSON array: the
// command that sends a study whose file says that it was compressed with loss), HUIZHEN_PATIENT (the name of its patient).
import { execFileSync } from 'node:child_process';
import { expect, get, greyLevels, main, post, shot, signIn, step, until, url } from './browser.mjs';

const { HUIZHEN_SEND: send, HUIZHEN_PATIENT: name } = process.env;

/** Name, age and accession number as they must be read. */
function identifiers({ patient, study }) {
  expect(Boolean(patient.name && study.accessionNumber), 'the request names patient and accession number');
  return [patient.name, study.accessionNumber];
}

async function imagesAndReport() {
  const page = await signIn('reader');
  const request = (await get(page, '/reading-requests?status=submitted&modality=DX&limit=1')).items[0];
  await page.goto(`${url}/cases/${request.id}`);
  await page.waitForSelector('[data-testid=slice]');
  const viewer = await page.locator('[data-testid=pane]').first().innerText();
  const head = await page.locator('header:has(h1, a[href^="/patients/"])').last().innerText();
  for (const words of identifiers(request)) {
    expect(viewer.includes(words), `the images name ${words.length} characters of who it is`);
    expect(head.includes(words), 'and so does the report beside them');
  }
  await page.context().close();
}

async function beforeSigning() {
  const page = await signIn('reviewer');
  const request = (await get(page, '/reading-requests?status=written&limit=1')).items[0];
  await page.goto(`${url}/cases/${request.id}`);
  await page.locator('footer button.ant-btn-primary:not([disabled])').click();
  await until('the reviewer claims', async () => (await get(page, `/reading-requests/${request.id}`)).lease?.for === 'review');
  await page.waitForSelector('#report-findings');
  await page.locator('footer button.ant-btn-primary', { hasText: '审核通过' }).click();
  const dialog = page.locator('.ant-modal');
  await dialog.waitFor();
  const asked = await dialog.innerText();
  for (const words of identifiers(request)) expect(asked.includes(words), 'signing asks with name and accession number');
  expect(/[男女]/.test(asked) && /\d+岁/.test(asked), 'and with sex and age');
  await shot(page, 'signing-asks');
  await page.keyboard.press('Escape');
  await post(page, `/reading-requests/${request.id}/release`);
  await page.context().close();
}

async function preliminary() {
  const reviewer = await signIn('reviewer');
  const request = (await get(reviewer, '/reading-requests?status=submitted&modality=DX&limit=1')).items[0];
  await post(reviewer, `/reading-requests/${request.id}/claim`);
  await post(reviewer, `/reading-requests/${request.id}/report`, { findings: '右肺中野见片状致密影。', conclusion: '右肺中野片状影，请结合临床。', positive: true, imageQuality: 'A' }, 'PUT');
  await post(reviewer, `/reading-requests/${request.id}/preliminary`);
  const { reportId } = await get(reviewer, `/reading-requests/${request.id}`);
  const doctor = await signIn(request.organization.name.startsWith('清河') ? 'physician' : 'reader');
  await doctor.goto(`${url}/reports/${reportId}`);
  await doctor.getByText('右肺中野片状影').first().waitFor();
  expect((await doctor.locator('[class*=watermark]').innerText()).includes('临时报告'), 'a preliminary report bears a watermark on the screen');
  expect((await doctor.locator('.ant-alert-warning').allInnerTexts()).some((words) => words.includes('临时')), 'and says so in words');
  await shot(doctor, 'report-preliminary-zh-1366');
  for (const page of [reviewer, doctor]) await page.context().close();
}

async function lossy() {
  const page = await signIn('reader');
  const [program, ...args] = JSON.parse(send);
  execFileSync(program, args, { stdio: 'inherit' });
  const found = async () => (await get(page, `/reading-requests?query=${encodeURIComponent(name)}&limit=5`)).items;
  await until('the study is here', async () => (await found())[0]?.study.completeness.received > 0);
  await page.goto(`${url}/cases/${(await found())[0].id}`);
  await page.waitForSelector('[data-testid=slice]');
  await until('it is painted', async () => (await greyLevels(page)) >= 8);
  expect((await page.locator('[data-testid=pane]').first().innerText()).includes('有损'), 'lossy images say so');
  const other = (await get(page, '/reading-requests?status=submitted&modality=DX&limit=1')).items[0];
  await page.goto(`${url}/cases/${other.id}`);
  await page.waitForSelector('[data-testid=slice]');
  await until('another is painted', async () => (await greyLevels(page)) >= 8);
  expect(!(await page.locator('[data-testid=pane]').first().innerText()).includes('有损'), 'others do not');
  await page.context().close();
}

await main(async () => {
  for (const each of [imagesAndReport, beforeSigning, preliminary, lossy]) await each();
  step('all of it is said');
});
