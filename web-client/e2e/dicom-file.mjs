// Small DICOM files written byte by byte (PS3.10, Explicit VR Little Endian; encapsulated pixel data with one fragment), for
// tests that need an image or an ECG of known content; and what sends files to the center.
import { randomBytes } from 'node:crypto';

const long = new Set(['OB', 'OW', 'UN', 'SQ', 'UT', 'OF', 'OD', 'UC', 'UR']);
const explicitLittleEndian = '1.2.840.10008.1.2.1';

export const uid = () => `2.25.${BigInt(`0x${randomBytes(15).toString('hex')}`)}`;

function value(vr, given) {
  if (Buffer.isBuffer(given)) return given;
  const all = Array.isArray(given) ? given : [given];
  if (vr === 'SQ') return Buffer.concat(all.map((item) => framed('fffee000', dataSet(item))));
  if (vr === 'US' || vr === 'SS' || vr === 'UL' || vr === 'FD') {
    const size = { US: 2, SS: 2, UL: 4, FD: 8 }[vr];
    const bytes = Buffer.alloc(all.length * size);
    all.forEach((each, index) => {
      if (vr === 'US') bytes.writeUInt16LE(each, index * size);
      else if (vr === 'SS') bytes.writeInt16LE(each, index * size);
      else if (vr === 'UL') bytes.writeUInt32LE(each, index * size);
      else bytes.writeDoubleLE(each, index * size);
    });
    return bytes;
  }
  const words = Buffer.from(all.join('\\'), 'utf8');
  return words.length % 2 ? Buffer.concat([words, Buffer.from(vr === 'UI' ? '\0' : ' ')]) : words;
}

function tagOf(tag) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(parseInt(tag.slice(0, 4), 16), 0);
  bytes.writeUInt16LE(parseInt(tag.slice(4), 16), 2);
  return bytes;
}

function framed(tag, body, length = body.length) {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(length);
  return Buffer.concat([tagOf(tag), size, body]);
}

function element(tag, vr, given) {
  const body = value(vr, given);
  const head = Buffer.alloc(long.has(vr) ? 8 : 4);
  head.write(vr, 0, 'ascii');
  if (long.has(vr)) head.writeUInt32LE(body.length, 4);
  else head.writeUInt16LE(body.length, 2);
  return Buffer.concat([tagOf(tag), head, body]);
}

/** A data set from `{ggggeeee: [vr, value]}`. */
function dataSet(elements) {
  return Buffer.concat(Object.entries(elements).sort(([a], [b]) => (a < b ? -1 : 1)).map(([tag, [vr, given]]) => element(tag, vr, given)));
}

/** Compressed pixels: an empty offset table and one fragment (PS3.5 A.4). */
function encapsulated(fragment) {
  const even = fragment.length % 2 ? Buffer.concat([fragment, Buffer.alloc(1)]) : fragment;
  const head = Buffer.concat([tagOf('7fe00010'), Buffer.from('OB\0\0'), Buffer.from([255, 255, 255, 255])]);
  return Buffer.concat([head, framed('fffee000', Buffer.alloc(0)), framed('fffee000', even), framed('fffee0dd', Buffer.alloc(0))]);
}

/** A Part 10 file; study, series and instance are new ones unless given. */
export function dicomFile({ sopClass, syntax = explicitLittleEndian, patient, modality, elements, fragment }) {
  const instance = uid();
  const all = {
    '00080005': ['CS', 'ISO_IR 192'], '00080016': ['UI', sopClass], '00080018': ['UI', instance], '00080020': ['DA', '20261101'], '00080030': ['TM', '101500'],
    '00080050': ['SH', ''], '00080060': ['CS', modality], '00100010': ['PN', patient.name], '00100020': ['LO', patient.id], '00100030': ['DA', '19600101'],
    '00100040': ['CS', 'M'], '0020000d': ['UI', uid()], '0020000e': ['UI', uid()], '00200010': ['SH', '1'], '00200011': ['IS', '1'], '00200013': ['IS', '1'],
    ...elements,
  };
  const meta = dataSet({ '00020001': ['OB', Buffer.from([0, 1])], '00020002': ['UI', sopClass], '00020003': ['UI', instance], '00020010': ['UI', syntax], '00020012': ['UI', '2.25.1'] });
  const bytes = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element('00020000', 'UL', meta.length), meta, dataSet(all), ...(fragment ? [encapsulated(fragment)] : [])]);
  return { bytes, study: all['0020000d'][1] };
}

/** A picture of one sample a pixel with what a pixel module needs. */
export const grey = ({ rows, columns, bits = 8, photometric = 'MONOCHROME2', pixels }) => ({
  '00280002': ['US', 1], '00280004': ['CS', photometric], '00280010': ['US', rows], '00280011': ['US', columns], '00280100': ['US', bits], '00280101': ['US', bits],
  '00280102': ['US', bits - 1], '00280103': ['US', 0], ...(pixels ? { '7fe00010': [bits > 8 ? 'OW' : 'OB', pixels] } : {}),
});

/** STOW-RS with the session of the page; the status of the answer. */
export async function store(page, bytes) {
  return page.evaluate(
    async (base64) => {
      const boundary = 'huizhen-browser-test';
      const file = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const body = new Blob([`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, file, `\r\n--${boundary}--\r\n`]);
      const answer = await fetch('/dicomweb/studies', {
        method: 'POST',
        headers: { 'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`, Accept: 'application/dicom+json', 'X-Huizhen-Client': 'web' },
        body,
      });
      return answer.status;
    },
    bytes.toString('base64'),
  );
}

/** The id of a study by its Study Instance UID, as soon as the center has indexed it. */
export async function studyId(page, studyInstanceUid) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const id = await page.evaluate(async (wanted) => {
      let cursor = '';
      do {
        const answer = await (await fetch(`/api/v1/studies?limit=200${cursor}`, { headers: { 'X-Huizhen-Client': 'web' } })).json();
        const found = answer.items.find((each) => each.studyInstanceUid === wanted);
        if (found) return found.id;
        cursor = answer.next ? `&cursor=${encodeURIComponent(answer.next)}` : '';
      } while (cursor);
      return undefined;
    }, studyInstanceUid);
    if (id) return id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`study ${studyInstanceUid} did not arrive`);
}

/** Opens an address of the client without loading it anew. */
export const open = (page, path) =>
  page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
