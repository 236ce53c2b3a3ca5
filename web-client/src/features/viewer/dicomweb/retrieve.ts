import { sessionEnded } from '@/lib/api/call';
import { ApiProblem } from '@/lib/api/problem';
import type { DicomJson } from './json';

const root = '/dicomweb';

async function retrieve(path: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const url = path.startsWith('/') || path.startsWith('http') ? path : `${root}/${path}`;
  let response: Response;
  try {
    response = await fetch(url, { headers: { Accept: accept, 'X-Huizhen-Client': 'web' }, credentials: 'same-origin', ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw ApiProblem.offline();
  }
  if (response.ok) return response;
  if (response.status === 401) sessionEnded();
  throw await ApiProblem.of(response);
}

async function list(path: string, signal?: AbortSignal): Promise<DicomJson[]> {
  const response = await retrieve(path, 'application/dicom+json', signal);
  return response.status === 204 ? [] : ((await response.json()) as DicomJson[]);
}

export function listSeries(study: string, signal?: AbortSignal): Promise<DicomJson[]> {
  return list(`studies/${study}/series`, signal);
}

export function seriesMetadata(study: string, series: string, signal?: AbortSignal): Promise<DicomJson[]> {
  return list(`studies/${study}/series/${series}/metadata`, signal);
}

export function framesRoot(study: string, series: string, instance: string): string {
  return `${root}/studies/${study}/series/${series}/instances/${instance}/frames/`;
}

/** The bytes of a bulk data element; a multipart answer is unwrapped. */
export async function bulkData(uri: string, signal?: AbortSignal): Promise<Uint8Array> {
  const own = uri.replace(/^https?:\/\/[^/]+/, '');
  const response = await retrieve(own, 'multipart/related; type="application/octet-stream"', signal);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (/^text\/html/i.test(response.headers.get('Content-Type') ?? '')) throw new Error('bulk data expected, a page came');
  const boundary = /boundary="?([^";]+)"?/i.exec(response.headers.get('Content-Type') ?? '')?.[1];
  return boundary ? firstPart(bytes, boundary) : bytes;
}

/** The body of the first part of a multipart message. */
export function firstPart(bytes: Uint8Array, boundary: string): Uint8Array {
  const start = find(bytes, ascii('\r\n\r\n'), 0);
  if (start < 0) return bytes;
  const end = find(bytes, ascii(`\r\n--${boundary}`), start + 4);
  return bytes.subarray(start + 4, end < 0 ? bytes.length : end);
}

function ascii(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = from; at <= bytes.length - wanted.length; at++) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
