import { routes } from '@/api/generated/routes';
import type { operations } from '@/api/generated/schema';
import { noteServerTime } from '@/lib/time/server-clock';
import { randomId } from '@/lib/random-id';
import { ApiProblem } from './problem';

export type OperationId = keyof operations & keyof typeof routes;

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Answers<Op extends OperationId> = operations[Op]['responses'];
export type Answer<Op extends OperationId> =
  Answers<Op> extends { 200: infer R } ? Json<R> : Answers<Op> extends { 201: infer R } ? Json<R> : undefined;

type Parameters<Op extends OperationId> = operations[Op]['parameters'];
export interface CallOptions<Op extends OperationId> {
  path?: Parameters<Op> extends { path: infer P } ? P : undefined;
  query?: Parameters<Op> extends { query?: infer Q } ? Q : undefined;
  body?: operations[Op] extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;
  /** The version the change is based on. */
  version?: number;
  signal?: AbortSignal;
}

export const base = '/api/v1';

let language = 'zh-CN';
const endings = new Set<() => void>();

/** The language in which the server words its problems. */
export function speak(next: string): void {
  language = next;
}

/** Calls back when the server no longer knows the session. */
export function onSessionEnd(listener: () => void): () => void {
  endings.add(listener);
  return () => endings.delete(listener);
}

/** Tells those who wait for the end of the session; other transports call it too. */
export function sessionEnded(): void {
  for (const listener of endings) listener();
}

/**
 * Calls one operation of the contract. Writes carry an idempotency key, so that one repetition after a lost answer is safe.
 *
 * @throws ApiProblem for every answer that is not 2xx, `offline` when none came
 */
export async function call<Op extends OperationId>(operation: Op, options: CallOptions<Op> = {}): Promise<Answer<Op>> {
  const [method, template] = routes[operation];
  const url = base + fill(template, options.path as object | undefined) + search(options.query as object | undefined);
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language, 'X-Huizhen-Client': 'web' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (method === 'POST') headers['Idempotency-Key'] = randomId();
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.signal) init.signal = options.signal;
  const response = await send(url, init);
  noteServerTime(response.headers.get('Date'));
  if (!response.ok) {
    const problem = await ApiProblem.of(response);
    if (problem.status === 401 && operation !== 'signIn') sessionEnded();
    throw problem;
  }
  if (response.status === 204) return undefined as Answer<Op>;
  return (await response.json()) as Answer<Op>;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      if (attempt > 0) throw ApiProblem.offline();
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }
}

export function fill(template: string, path: object | undefined): string {
  const values = path as Record<string, string> | undefined;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values?.[name] ?? ''));
}

export function search(query: object | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}
