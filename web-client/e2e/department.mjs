// A department from nothing to its first call, as an IT person and two doctors do it: made, given a member, rung from a case, taken.
import { account, expect, main, shot, signIn, step, until, url, violations } from './browser.mjs';
import { answer, join as enter, nameOf, openEmergency } from './room-steps.mjs';

const name = '远程会诊科';
const found = [];
const check = async (page, where) => found.push(...(await violations(page, where)));

async function make(admin) {
  await admin.goto(`${url}/admin/organizations`);
  await admin.locator('tr', { hasText: account('reader')[3] }).first().getByRole('button').click();
  const dialog = admin.locator('.ant-modal');
  await dialog.getByText('心电诊断中心').waitFor();
  const add = async (code) => {
    await dialog.locator('#name').fill(name);
    await dialog.locator('#code').fill(code);
    await admin.keyboard.press('Enter');
  };
  await add('ECG');
  await dialog.getByText('本机构已有科室使用此代码').waitFor();
  step('a code that is taken is refused at its field');
  await add('TELE');
  await dialog.locator('tbody').getByText(name).waitFor();
  await check(admin, 'departments');
  await shot(admin, 'departments');
  await admin.keyboard.press('Escape');
  step('a department is made');
}

async function join(admin) {
  await admin.goto(`${url}/admin/users`);
  const row = admin.locator('tr', { hasText: nameOf('reader') }).first();
  await row.getByRole('button').click();
  await admin.getByRole('menuitem', { name: '修改' }).click();
  const dialog = admin.locator('.ant-modal');
  await dialog.getByRole('button', { name: '保存' }).waitFor();
  await check(admin, 'user dialog');
  await dialog.locator('#departmentId').click();
  await admin.locator('.ant-select-item-option', { hasText: name }).click();
  await shot(admin, 'user-department');
  await dialog.getByRole('button', { name: '保存' }).click();
  await row.getByText(name).waitFor();
  await shot(admin, 'users-departments');
  step('a person belongs to it');
}

async function ring(clinic, reader) {
  await openEmergency(clinic, { asked: name });
  await enter(clinic);
  await reader.waitForSelector('[data-testid=incoming]');
  await shot(reader, 'department-rung');
  step('whoever of the department is there is rung');
  await answer(reader);
  await until('the clinic sees who came', async () => (await clinic.locator('[data-testid=stage]').innerText()).includes(nameOf('reader')));
}

await main(async () => {
  const admin = await signIn('admin');
  await make(admin);
  await join(admin);
  await ring(await signIn('physician'), await signIn('reader'));
  expect(found.length === 0, `nothing that axe-core finds serious${found.length ? `: ${found.join('; ')}` : ''}`);
});
