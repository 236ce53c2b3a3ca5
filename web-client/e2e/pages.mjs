// A screenshot of every page in both languages at 1366×768 and 2560×1440, and axe-core on each: no serious violation, no
// sideways scrolling. Beside what browser.mjs reads: HUIZHEN_GATEWAY (address of the clinic gateway's status page),
// HUIZHEN_STUDY (a folder with DICOM files to drop at the clinic). Run after main-job.mjs, which leaves a signed report.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { desk, expect, get, greyLevels, laptop, main, post, shot, signIn, step, stranger, until, url, violations } from './browser.mjs';

const { HUIZHEN_GATEWAY: gateway, HUIZHEN_STUDY: folder } = process.env;
const locales = { zh: 'zh-CN', en: 'en' };
const found = [];
const tell = (line) => {
  found.push(line);
  console.log(`    ${line}`);
};

/** Looks at a page; what goes wrong is told with all the rest at the end. */
async function look(page, locale, name, how) {
  try {
    await lookClosely(page, locale, name, how);
    step(`${name} in ${locale}`);
  } catch (error) {
    tell(`${name} in ${locale}: ${error.message}`);
    await shot(page, `failed-${name}-${locale}`);
  }
}

/** Opens an address, waits for what must be there, and looks at it at both sizes. */
async function lookClosely(page, locale, name, { path, ready, prepare }) {
  await page.setViewportSize(laptop);
  if (path !== undefined) await page.goto(path.startsWith('http') ? path : `${url}${path}`);
  await page.waitForSelector(ready);
  await prepare?.(page);
  await page.waitForFunction(() => document.querySelector('[role=status][aria-label]:has([class*=row])') === null);
  for (const [width, viewport] of [[1366, laptop], [2560, desk]]) {
    await page.setViewportSize(viewport);
    const title = `${name}-${locale}-${width}`;
    await shot(page, title);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) tell(`${title}: scrolls sideways by ${wide} px`);
  }
  (await violations(page, `${name}-${locale}`)).forEach(tell);
}

const painted = async (page) => {
  await page.waitForSelector('[data-testid=slice]');
  await until('the image is painted', async () => (await greyLevels(page)) >= 10);
};
const help = async (page) => {
  await painted(page);
  await page.keyboard.press('?');
  await page.waitForSelector('.ant-modal dl');
};

/** Holds the bodies of an upload back until the picture of its progress is taken. */
async function upload(page, locale) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/dicomweb/studies*', async (route) => {
    await held;
    await route.continue();
  });
  const files = readdirSync(folder).map((name) => join(folder, name));
  await look(page, locale, 'clinic-upload', {
    path: '/clinic',
    ready: 'article',
    prepare: async (on) => {
      await on.locator('input[type=file]').first().setInputFiles(files);
      await on.waitForSelector('[class*=files] li');
    },
  });
  release();
  await page.waitForSelector('.ant-progress-status-success, .ant-progress-status-exception');
  await page.unroute('**/dicomweb/studies*');
}

let ordered;
/** A case whose images contradict its order: of another patient, of another kind. The order is made once. */
async function differing(page) {
  if (ordered) return ordered;
  const doctor = await signIn('physician');
  const { items } = await get(doctor, '/reading-requests?status=submitted&modality=DX&limit=20');
  const other = items.find(({ patient }) => patient.id !== items[0].patient.id);
  await post(doctor, '/exam-orders', { patientId: other.patient.id, modality: 'CT', bodyPart: 'HEAD', laterality: 'left', purpose: 'inpatient', accessionNumber: items[0].study.accessionNumber });
  await doctor.context().close();
  ordered = items[0].id;
  await until('the order is tied to the study', async () => (await get(page, `/studies/${items[0].study.id}`)).order !== undefined);
  return ordered;
}

let raised = false;
/** A critical finding that stands open, so that list and bar have something to show. */
async function alarming(page) {
  if (raised) return;
  const { items } = await get(page, '/reading-requests?status=submitted&modality=CT&limit=1');

  await post(page, '/critical-findings', { studyId: items[0].study.id, finding: '右侧大量气胸，肺组织压缩约90%' });
  raised = true;
}

async function readerPages(locale) {
  const page = await signIn('reader', { locale: locales[locale] });
  const of = async (status, modality) => (await get(page, `/reading-requests?status=${status}&modality=${modality}&limit=1`)).items[0]?.id;
  await look(page, locale, 'worklist', { path: '/worklist', ready: 'tbody tr' });
  await look(page, locale, 'worklist-empty', { path: '/worklist?q=zzzz', ready: '[class*=empty]' });
  await look(page, locale, 'worklist-preview', {
    path: '/worklist',
    ready: 'tbody tr',
    prepare: async (on) => {
      await on.keyboard.press('j');
      await on.keyboard.press('Space');
      await on.waitForSelector('aside h3');
    },
  });
  await look(page, locale, 'case-ct', { path: `/cases/${await of('submitted', 'CT')}`, ready: 'footer button', prepare: painted });
  await look(page, locale, 'case-help', { path: `/cases/${await of('submitted', 'CT')}`, ready: 'footer button', prepare: help });
  await look(page, locale, 'case-us', { path: `/cases/${await of('submitted', 'US')}`, ready: 'footer button', prepare: painted });
  await look(page, locale, 'case-ecg', { path: `/cases/${await of('submitted', 'ECG')}`, ready: '[data-testid=ecg-page] canvas' });
  await look(page, locale, 'case-review', { path: `/cases/${(await get(page, '/reading-requests?status=written&limit=1')).items[0]?.id}`, ready: 'footer button, #report-findings' });
  await look(page, locale, 'case-final', { path: `/cases/${await of('final', 'CT')}`, ready: 'footer button', prepare: painted });
  const { patient, reportId } = (await get(page, '/reading-requests?status=final&modality=CT&limit=1')).items[0];
  await look(page, locale, 'recognition', { path: '/recognition', ready: 'table' });
  await look(page, locale, 'patient', { path: `/patients/${patient.id}`, ready: 'table' });
  await look(page, locale, 'report', { path: `/reports/${reportId}`, ready: '[class*=sheet] h2, [class*=sheet] h1' });
  await alarming(page);
  await look(page, locale, 'critical', { path: '/critical-findings', ready: 'main h1' });
  await look(page, locale, 'templates', { path: '/templates', ready: 'main h1' });
  await look(page, locale, 'quality', { path: '/quality', ready: 'main table' });
  await look(page, locale, 'case-order-differs', { path: `/cases/${await differing(page)}`, ready: '[data-testid=order-differences]', prepare: painted });
  await look(page, locale, 'not-found', { path: '/no-such-page', ready: 'main [class*=empty]' });
  await look(page, locale, 'forbidden', { path: '/admin/users', ready: 'main [class*=empty]' });
  await page.context().close();
}

async function clinicPages(locale) {
  const page = await signIn('technician', { locale: locales[locale] });
  await look(page, locale, 'clinic', { path: '/clinic', ready: 'article' });
  await upload(page, locale);
  await page.context().close();
  const doctor = await signIn('physician', { locale: locales[locale] });
  await look(doctor, locale, 'clinic-doctor', { path: '/clinic', ready: 'article' });
  await look(doctor, locale, 'registration', { path: '/registration', ready: 'main h1' });
  await doctor.context().close();
}

async function officePages(locale) {
  const pages = [
    ['archivist', 'matching', '/matching', 'main h1'],
    ['admin', 'organizations', '/admin/organizations', 'tr.ant-table-row'],
    ['admin', 'users', '/admin/users', 'tr.ant-table-row'],
    ['admin', 'reading-settings', '/admin/reading', 'main h1'],
    ['admin', 'qualifications', '/admin/qualifications', 'tr.ant-table-row'],
    ['admin', 'gateways', '/admin/gateways', 'main h1'],
    ['auditor', 'audit', '/admin/audit', 'tr.ant-table-row'],
  ];
  for (const [role, name, path, ready] of pages) {
    const page = await signIn(role, { locale: locales[locale] });
    await look(page, locale, name, { path, ready });
    if (name === 'audit') {
      const codes = (await page.locator('tr.ant-table-row td:nth-child(4)').allInnerTexts()).filter((words) => /^[a-z][a-zA-Z]*\.[a-zA-Z.]+$/.test(words));
      if (codes.length > 0) tell(`audit in ${locale}: codes without words: ${[...new Set(codes)].join(' ')}`);
    }
    await page.context().close();
  }
  const nurse = await stranger({ locale: locales[locale] });
  await look(nurse, locale, 'sign-in', { ready: '#username' });
  await look(nurse, locale, 'gateway', { path: gateway, ready: '#head:not(:empty)' });
  await nurse.context().close();
}

await main(async () => {
  for (const locale of Object.keys(locales)) {
    await readerPages(locale);
    await clinicPages(locale);
    await officePages(locale);
  }
  expect(found.length === 0, 'no page scrolls sideways, none has a serious accessibility violation');
});
