// How soon a case shows its first image and how fast its cached images scroll, and beside it, in the same run, what the browser
// does with the same frames alone: fetch, window, put on a canvas. Run by `./huizhen bench first-view`. Beside what browser.mjs
// reads: HUIZHEN_ROUNDS. Prints one line of JSON a round.
import { get, main, signIn, url } from './browser.mjs';

const rounds = Number(process.env.HUIZHEN_ROUNDS ?? 5);
const scrolled = 200;

/** Notes when the row was clicked, and when the first image after it stood on the screen. */
const watch = () => {
  globalThis.seen = { rendered: 0 };
  document.addEventListener('click', () => (globalThis.seen.clicked ??= performance.now()), true);
  document.addEventListener('CORNERSTONE_STACK_NEW_IMAGE', () => (globalThis.seen.image = true), true);
  document.addEventListener(
    'CORNERSTONE_IMAGE_RENDERED',
    () => {
      const { seen } = globalThis;
      seen.rendered += 1;
      seen.next?.();
      if (seen.image && seen.first === undefined) requestAnimationFrame(() => (seen.first ??= performance.now()));
    },
    true,
  );
};

/** Next image as soon as the last one has been drawn. */
const scroll = async (count) => {
  const start = performance.now();
  for (let image = 0; image < count; image++) {
    await new Promise((resolve) => {
      globalThis.seen.next = resolve;
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: image < count / 2 ? 'ArrowDown' : 'ArrowUp', code: 'x', bubbles: true }));
    });
  }
  globalThis.seen.next = undefined;
  return count / ((performance.now() - start) / 1000);
};

/** The browser alone: the first frame fetched and drawn; then frames from memory, one after the other. */
const alone = async ({ study, count }) => {
  const canvas = document.createElement('canvas');
  const paper = canvas.getContext('2d');
  const headers = { Accept: 'multipart/related; type="application/octet-stream"', 'X-Huizhen-Client': 'web' };
  const lists = async (path) => (await fetch(`/dicomweb/studies/${study}/${path}`, { headers: { Accept: 'application/dicom+json', 'X-Huizhen-Client': 'web' } })).json();
  const value = (data, tag) => data[tag].Value[0];
  const frame = async (series, data) => {
    const body = new Uint8Array(await (await fetch(`/dicomweb/studies/${study}/series/${series}/instances/${value(data, '00080018')}/frames/1`, { headers })).arrayBuffer());
    const text = new TextDecoder('latin1').decode(body.subarray(0, 400));
    const at = text.indexOf('\r\n\r\n') + 4;
    const size = value(data, '00280010') * value(data, '00280011') * 2;
    return new Int16Array(body.slice(at, at + size).buffer);
  };
  const draw = (pixels, data) => {
    const [columns, rows] = [value(data, '00280011'), value(data, '00280010')];
    if (canvas.width !== columns) [canvas.width, canvas.height] = [columns, rows];
    const image = paper.createImageData(columns, rows);
    const grey = new Uint32Array(image.data.buffer);
    const table = new Uint32Array(65536);
    for (let raw = 0; raw < 65536; raw++) {
      const level = Math.max(0, Math.min(255, Math.round((((raw << 16) >> 16) - 800) / 1.6 + 128)));
      table[raw] = 0xff000000 | (level << 16) | (level << 8) | level;
    }
    for (let at = 0; at < pixels.length; at++) grey[at] = table[pixels[at] & 0xffff];
    paper.putImageData(image, 0, 0);
  };
  const start = performance.now();
  const series = value((await lists('series'))[0], '0020000E');
  const instances = await lists(`series/${series}/metadata`);
  const first = await frame(series, instances[0]);
  draw(first, instances[0]);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const firstImage = (performance.now() - start) / 1000;
  const kept = [];
  for (const data of instances.slice(0, 20)) kept.push(await frame(series, data));
  const begin = performance.now();
  for (let image = 0; image < count; image++) draw(kept[image % kept.length], instances[image % kept.length]);
  return { firstImage, images: count / ((performance.now() - begin) / 1000) };
};

await main(async () => {
  for (let round = 0; round <= rounds; round++) {
    const page = await signIn('reader');
    await page.goto(`${url}/worklist`);
    await page.waitForSelector('tbody tr');
    const { items } = await get(page, '/reading-requests?limit=1');
    const study = items[0].study.studyInstanceUid;
    const limit = await page.evaluate(alone, { study, count: scrolled });
    await page.evaluate(watch);
    await page.locator('tbody tr').first().click();
    await page.waitForFunction(() => globalThis.seen.first !== undefined, undefined, { timeout: 60_000 });
    const firstImage = await page.evaluate(() => (globalThis.seen.first - globalThis.seen.clicked) / 1000);
    // all of it in the cache: the count of cached images goes away
    await page.waitForFunction(() => !/已缓存/.test(document.querySelector('[data-testid=pane]')?.textContent ?? '已缓存'), undefined, { timeout: 120_000 });
    const whole = await page.evaluate(() => (performance.now() - globalThis.seen.clicked) / 1000);
    const images = await page.evaluate(scroll, scrolled);
    const renderer = (await page.getByText('CPU').count()) > 0 ? 'CPU' : 'WebGL';
    // the first round warms the server and is not counted
    if (round > 0) console.log(JSON.stringify({ firstImage, whole, images, limitFirst: limit.firstImage, limitImages: limit.images, renderer }));
    await page.context().close();
  }
});
