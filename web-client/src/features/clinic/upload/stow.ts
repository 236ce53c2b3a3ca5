import { sessionEnded } from '@/lib/api/call';
import { randomId } from '@/lib/random-id';

export type Outcome =
  | { state: 'stored' }
  | { state: 'present' }
  | { state: 'quarantined' }
  | { state: 'refused'; reason: Reason; code?: string | undefined; retryable: boolean };

export type Reason = 'notDicom' | 'offline' | 'denied' | 'full' | 'other' | 'stopped';

type Json = Record<string, { Value?: unknown[] } | undefined>;

const tag = { referenced: '00081199', failed: '00081198', other: '0008119A', failure: '00081197', slug: '00091001' };

/** Sends one file by STOW-RS (PS3.18 10.5); `progress` gets 0…1. */
export function stow(file: File, progress: (part: number) => void, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const boundary = `huizhen-${randomId()}`;
    const request = new XMLHttpRequest();
    request.open('POST', '/dicomweb/studies');
    request.setRequestHeader('Content-Type', `multipart/related; type="application/dicom"; boundary=${boundary}`);
    request.setRequestHeader('Accept', 'application/dicom+json');
    request.setRequestHeader('X-Huizhen-Client', 'web');
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => resolve(outcomeOf(request.status, request.responseText));
    request.onerror = () => resolve({ state: 'refused', reason: 'offline', retryable: true });
    request.onabort = () => resolve({ state: 'refused', reason: 'stopped', retryable: true });
    signal.addEventListener('abort', () => request.abort());
    if (signal.aborted) { resolve({ state: 'refused', reason: 'stopped', retryable: true }); return; }
    request.send(new Blob([`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, file, `\r\n--${boundary}--\r\n`]));
  });
}

/** What the answer says of the one instance that was sent. */
export function outcomeOf(status: number, body: string): Outcome {
  if (status === 401) sessionEnded();
  if (status === 401 || status === 403) return { state: 'refused', reason: 'denied', retryable: false };
  const answer = parse(body);
  const failed = first(answer, tag.failed) ?? first(answer, tag.other);
  const code = failed && value(failed, tag.failure);
  const slug = failed && word(failed, tag.slug);
  if (code === 0x0111 || slug === 'quarantined' || answer?.type === 'quarantined') return { state: 'quarantined' };
  if (failed || status >= 400) return refusal(status, code, slug);
  const stored = first(answer, tag.referenced);
  const already = stored && ['already-stored', 'otherEncoding'].includes(word(stored, tag.slug) ?? '');
  return { state: already ? 'present' : 'stored' };
}

function refusal(status: number, code: number | undefined, slug: string | undefined): Outcome {
  const hex = code === undefined ? String(status) : code.toString(16).toUpperCase().padStart(4, '0');
  if (slug && ['not-dicom', 'truncated', 'malformed', 'no-uid', 'not-storable'].includes(slug)) return { state: 'refused', reason: 'notDicom', code: hex, retryable: false };
  if (status === 507 || code === 0xa700) return { state: 'refused', reason: 'full', code: hex, retryable: true };
  if (status === 400 || status === 415 || code === 0xa900 || (code !== undefined && code >= 0xc000)) return { state: 'refused', reason: 'notDicom', code: hex, retryable: false };
  return { state: 'refused', reason: 'other', code: hex, retryable: status >= 500 || status === 429 };
}

function parse(body: string): (Json & { type?: unknown }) | undefined {
  try {
    return JSON.parse(body) as Json & { type?: unknown };
  } catch {
    return undefined;
  }
}

function first(data: Json | undefined, key: string): Json | undefined {
  const item = data?.[key]?.Value?.[0];
  return item && typeof item === 'object' ? (item as Json) : undefined;
}

function word(data: Json, key: string): string | undefined {
  const found = data[key]?.Value?.[0];
  return typeof found === 'string' ? found : undefined;
}

function value(data: Json, key: string): number | undefined {
  const found = data[key]?.Value?.[0];
  return found === undefined ? undefined : Number(found);
}
