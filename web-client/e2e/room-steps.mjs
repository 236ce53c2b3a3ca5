// Steps that the room scripts share.
import { account, get, until, url } from './browser.mjs';
import { framesIn, growing } from './media.mjs';

export const nameOf = (role) => account(role)[4];
export const tool = (page, name) => page.locator(`[data-tool=${name}]`);

/** From the door into the room. */
export async function join(page) {
  await page.locator('main button.ant-btn-primary:not([disabled])').last().click();
  await page.waitForSelector('[data-testid=stage]');
}

/** Opens the images; a page that came while they were led has them open already. */
export async function openBoard(page) {
  if ((await page.locator('[data-testid=board]').count()) === 0) await tool(page, 'board').click();
}

/** The door of a room about an ECG, in which somebody is asked (a department stands before its people) and an emergency stated. Gives the id of its case. */
export async function openEmergency(host, { modality = 'ECG', at = url, asked = nameOf('specialist') } = {}) {
  const { items } = await get(host, `/reading-requests?modality=${modality}&limit=20`);
  await host.goto(`${at}/cases/${items[0].id}`);
  await host.click('[data-testid=ask-specialist]');
  const callee = host.locator('[data-testid=callee]', { hasText: asked }).first();
  await callee.waitFor();
  await callee.locator('button').click();
  await host.waitForURL(/\/rooms\//);
  await host.locator('#consent').getByText('紧急情况').first().click();
  await host.fill('#consent_reason', '胸痛，疑似心肌梗死，总值班同意');
  await host.locator('#consent button[type=submit]').click();
  await host.locator('#consent').waitFor({ state: 'detached' });
  return items[0].id;
}

/** Takes the call that rings, and enters. */
export async function answer(page) {
  await page.waitForSelector('[data-testid=incoming]');
  await page.locator('[data-testid=incoming] .ant-btn-primary').click();
  await page.waitForURL(/\/rooms\//);
  await join(page);
}

export async function everybodySees(pages, words) {
  const before = await Promise.all(pages.map(framesIn));
  await until(
    `${words}: every receiver decodes ${pages.length - 1} pictures`,
    async () => (await Promise.all(pages.map((page, index) => growing(page, before[index])))).every((count) => count >= pages.length - 1),
    60_000,
  );
}
