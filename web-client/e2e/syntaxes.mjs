// Opens every image of the test corpus, and made ones for transfer syntaxes that it lacks, in the viewer: each has to be shown, or
// a word has to say what cannot be shown. Prints a table by transfer syntax. Beside what browser.mjs reads: HUIZHEN_CORPUS,
// a folder with INDEX.tsv; HUIZHEN_RENDERING, `cpu` or `webgl`; HUIZHEN_ONLY, parts of paths, with commas; HUIZHEN_PICTURES, a folder to keep
// what was seen in: the second of the two renderings is compared with the first.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicomFile, grey, open, store, studyId } from './dicom-file.mjs';
import { expect, main, shot, signIn } from './browser.mjs';

const { HUIZHEN_CORPUS: corpus, HUIZHEN_RENDERING: rendering = 'cpu', HUIZHEN_ONLY: parts = '', HUIZHEN_PICTURES: pictures } = process.env;
const wanted = (path) => parts.split(',').some((part) => path.includes(part));
const base = '1.2.840.10008.1.2';
const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';
const patient = { id: 'SYNTAX-1', name: 'Yu^Fa=语^法' };

function run(program, ...args) {
  try {
    return { worked: true, out: execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 }) };
  } catch (error) {
    return { worked: false, out: error.stdout ?? Buffer.alloc(0) };
  }
}

const attribute = (dump, tag) => new RegExp(`^\\(${tag}\\) \\S+ [=[]?([^\\]# ]+)`, 'm').exec(dump)?.[1];

/** Whether dcmtk, where it can decode the file, sees more than one level in its first frame. */
function uniform(file, syntax) {
  const tool = /4\.(80|81)$/.test(syntax) ? 'dcml2pnm' : /4\.(5|57|70)/.test(syntax) ? 'dcmj2pnm' : 'dcm2pnm';
  const { worked, out } = run(tool, '+Wm', '+op', file);
  if (!worked || out.length < 20) return undefined;
  const body = out.subarray(15 + 5);
  return body.every((byte) => byte === body[0] || byte === 10);
}

/** Of a file that this dcmtk cannot read: what stands in its explicit little endian header, the last of each kind. */
function read(path) {
  const bytes = readFileSync(join(corpus, path));
  const of = (tag, vr) => {
    const at = bytes.subarray(0, 200_000).lastIndexOf(Buffer.concat([Buffer.from(tag), Buffer.from(vr)]));
    return at < 0 ? undefined : bytes.subarray(at + 8, at + 8 + bytes.readUInt16LE(at + 6)).toString('latin1').replace(/[\0 ]+$/, '');
  };
  const [study, syntax] = [of([0x20, 0, 0x0d, 0], 'UI'), of([2, 0, 0x10, 0], 'UI')];
  return study && syntax && of([0x28, 0, 0x10, 0], 'US') ? { path, study, syntax, bytes, words: of([0x28, 0, 4, 0], 'CS'), uniform: undefined } : undefined;
}

/** Copies a file with new UIDs, so that each stands in a study of its own; undefined for what is no image or refuses that. */
function prepared(folder, path, index) {
  const copy = join(folder, `${index}.dcm`);
  copyFileSync(join(corpus, path), copy);
  if (!run('dcmodify', '-nb', '-gst', '-gse', '-gin', '-i', `(0010,0020)=CORPUS-${index}`, copy).worked) return read(path);
  const dump = run('dcmdump', '+L', '+p', '+P', '0020,000d', '+P', '0028,0010', '+P', '0028,0004', '+P', '0002,0010', '+P', '0028,0008', '+P', '0028,0100', '-q', '+uc', '-Un', copy).out.toString('latin1');
  const study = attribute(dump, '0020,000d');
  const syntax = attribute(dump, '0002,0010') ?? base;
  if (!study || !attribute(dump, '0028,0010')) return undefined;
  return { path, study, syntax, bytes: readFileSync(copy), words: `${attribute(dump, '0028,0004') ?? '?'} ${attribute(dump, '0028,0100') ?? '?'} bit`, uniform: uniform(copy, syntax) };
}

function made() {
  const noise = (count) => Buffer.from(Array.from({ length: count }, (_, index) => (index * 7919) % 251));
  const video = [...[100, 101, 102, 103, 104, 105, 106, 107, 108].map((last) => `${base}.4.${last}`), `${base}.4.92`, `${base}.4.93`, `${base}.4.94`, `${base}.4.95`];
  const files = video.map((syntax) => ({
    path: `made ${syntax}`, syntax, words: 'made', wordOnly: true,
    ...dicomFile({ sopClass: secondaryCapture, syntax, patient, modality: 'OT', elements: grey({ rows: 64, columns: 64 }), fragment: noise(4000) }),
  }));
  // a window with a function that is not the linear one, two images of it
  const pixels = noise(64 * 64 * 2).map((byte, index) => (index % 2 ? byte & 15 : byte));
  for (const way of ['SIGMOID', 'LINEAR_EXACT', 'LINEAR']) {
    const elements = { ...grey({ rows: 64, columns: 64, bits: 16, pixels }), '00281050': ['DS', '1000'], '00281051': ['DS', '2000'], '00281056': ['CS', way], '00280008': ['IS', '1'] };
    files.push({ path: `made VOI LUT function ${way}`, syntax: `${base}.1`, words: 'MONOCHROME2 16 bit', ...dicomFile({ sopClass: secondaryCapture, patient, modality: 'OT', elements }) });
  }
  return files;
}

/** What the pane shows: an image with so many colours, or words. */
const seen = () => {
  const pane = document.querySelector('[data-testid=pane]');
  const status = pane?.querySelector('[data-status]')?.getAttribute('data-status');
  const words = [...(pane?.querySelectorAll('[role=alert]') ?? [])].map((each) => each.innerText.replace(/\s+/g, ' ')).join(' ');
  const sheet = pane?.querySelector('[data-testid=ecg]') ? 'ecg' : undefined;
  const empty = pane && !pane.querySelector('canvas') && !pane.querySelector('[role=status]') ? pane.innerText.replace(/\s+/g, ' ') : '';
  if (status !== 'shown' || words) return { status, words: words || empty || sheet || '', colours: 0 };
  const canvas = [...pane.querySelectorAll('canvas')].sort((a, b) => b.width * b.height - a.width * a.height)[0];
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [Math.min(400, canvas.width), Math.min(400, canvas.height)];
  const paper = copy.getContext('2d');
  paper.drawImage(canvas, 0, 0, copy.width, copy.height);
  const { data } = paper.getImageData(0, 0, copy.width, copy.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  // and coarsely, to compare renderings: grey, without what a pixel more or less at an edge changes
  const small = document.createElement('canvas');
  small.width = small.height = 24;
  const sketch = small.getContext('2d');
  sketch.imageSmoothingQuality = 'high';
  sketch.drawImage(canvas, 0, 0, 24, 24);
  const rough = sketch.getImageData(0, 0, 24, 24).data;
  const greys = Array.from({ length: 24 * 24 }, (_, at) => Math.round((rough[at * 4] + rough[at * 4 + 1] + rough[at * 4 + 2]) / 3));
  const frames = Number(/\d+\s*\/\s*(\d+)/.exec(pane.querySelector('[data-testid=slice]')?.textContent ?? '')?.[1] ?? 1);
  return { status, words: '', colours: colours.size, frames, greys };
};

// between pixels the two draw otherwise, which noise shows most: 18 greys
const farthest = 25;

/** Pictures that differ from those of the other rendering, one line each; keeps these. */
function compared(seenNow) {
  if (!pictures) return [];
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(pictures, `${rendering}.json`), JSON.stringify(seenNow));
  const other = join(pictures, `${rendering === 'cpu' ? 'webgl' : 'cpu'}.json`);
  if (!existsSync(other)) return [];
  const before = JSON.parse(readFileSync(other, 'utf8'));
  const both = Object.keys(seenNow).filter((path) => before[path]);
  const apart = (one, two) => one.reduce((sum, grey, at) => sum + Math.abs(grey - two[at]), 0) / one.length;
  const far = both.map((path) => [path, apart(seenNow[path], before[path])]).sort((a, b) => b[1] - a[1]);
  console.log(`${both.length} pictures compared with the other rendering; furthest apart, in greys of 255: ${far.slice(0, 5).map(([path, grey]) => `${grey.toFixed(1)} ${path}`).join(', ')}`);
  const alone = [...Object.keys(seenNow).filter((path) => !before[path]), ...Object.keys(before).filter((path) => !seenNow[path])];
  return [...alone.map((path) => `${path}: shown by one rendering only`), ...far.filter(([, grey]) => grey > farthest).map(([path, grey]) => `${path}: ${grey.toFixed(1)} greys from the other rendering`)];
}

async function look(page) {
  const deadline = Date.now() + 25_000;
  let last;
  for (;;) {
    last = await page.evaluate(seen);
    // an image may be shown a moment before its pixels are
    if (last.words || last.status === 'failed' || (last.status === 'shown' && last.colours > 1)) return last;
    if (last.status === 'shown' && Date.now() > deadline - 22_000) return last;
    if (Date.now() > deadline) return { ...last, words: '', late: true };
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

// What decoders throw at files that they cannot decode (a number is a C++ exception of one); the page says it in words.
const DECODERS = /: (\d+|unsupported pixel format for RLE)$/;

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huizhen-syntaxes-'));
  const rows = [];
  const wrong = [];
  const shown = {};
  try {
    const index = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
    // of a folder of slices alike a few are enough
    const listed = index.filter(([path, , , , , format]) => format === 'DICOM' && !/TINY_ALPHA.*IM0000(0[2-9A-Z]|1)/.test(path)).map(([path]) => path).filter((path) => wanted(path));
    const files = [...listed.map((path, number) => prepared(folder, path, number)).filter(Boolean), ...made().filter(({ path }) => wanted(path))];
    console.log(`${files.length} images, rendered by ${rendering}`);
    const page = await signIn('technician', { script: `localStorage.setItem('huizhen.rendering', '${rendering}')` });
    const sent = [];
    for (const file of files) {
      const status = await store(page, file.bytes);
      if (status === 200 || status === 202) sent.push(file);
      else rows.push({ ...file, outcome: `refused with ${status}` });
    }
    for (const file of sent) {
      const id = await studyId(page, file.study).catch(() => undefined);
      if (!id) {
        wrong.push(`${file.path}: taken, but not among the studies`);
        continue;
      }
      await open(page, `/studies/${id}`);
      await page.waitForFunction((study) => document.querySelector('[data-testid=pane]')?.getAttribute('data-study') === study, file.study);
      const first = await look(page);
      let outcome = first.words ? `word: ${first.words}` : first.late ? `nothing (${first.status ?? 'no pane'})` : first.colours > 1 ? 'shown' : 'shown, one colour';
      const bad = first.late || (file.wordOnly ? !first.words.includes(file.syntax) : first.words ? first.words.length < 12 : first.colours < 2 && file.uniform !== true);
      // a window makes anything of an image that has one value
      if (first.greys && !first.words && file.uniform !== true) shown[file.path] = first.greys;
      if (!bad && outcome === 'shown' && first.frames > 1) {
        await page.keyboard.press('End');
        await page.waitForFunction((count) => new RegExp(`\\b${count} ?/ ?${count}\\b`).test(document.querySelector('[data-testid=slice]')?.textContent ?? '') || document.querySelector('[data-status=failed]'), first.frames, { timeout: 15_000 }).catch(() => undefined);
        const end = await look(page);
        if (end.words) outcome = `shown, last frame: ${end.words}`;
      }
      if (bad) {
        wrong.push(`${file.path} (${file.syntax}, ${file.words}): ${outcome}`);
        await shot(page, `syntax-${rendering}-${wrong.length}`);
      }
      rows.push({ ...file, outcome });
      console.log(`${bad ? 'BAD ' : '    '}${file.syntax}\t${file.words}\t${file.path}\t${outcome}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\n| transfer syntax | files | shown | a word instead | refused on arrival |\n|---|---|---|---|---|');
  for (const syntax of [...new Set(rows.map((row) => row.syntax))].sort()) {
    const own = rows.filter((row) => row.syntax === syntax);
    const count = (pattern) => own.filter(({ outcome }) => pattern.test(outcome)).length;
    console.log(`| ${syntax} | ${own.length} | ${count(/^shown/)} | ${count(/^word/)} | ${count(/^refused/)} |`);
  }
  wrong.push(...compared(shown));
  expect(wrong.length === 0, `every image is shown or said why not${wrong.length ? `:\n  ${wrong.join('\n  ')}` : ''}`);
}, { expected: DECODERS });
