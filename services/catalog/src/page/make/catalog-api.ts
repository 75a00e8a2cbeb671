import type { FieldError } from '@understudy/errors';

/** So long an answer may take: the router waits less for the catalog. */
const answerTimeoutMs = 30_000;

export interface Made {
  readonly id: string;
  readonly urls: { readonly mp4: string; readonly multivariant: string; readonly watch: string };
}

/** What `GET /v1/videos/{id}` says. */
export interface Video {
  readonly description: object;
  readonly state: 'described' | 'generating' | 'complete';
  readonly sealedSegments: number;
  readonly totalSegments: number;
}

/** Why there is no video, with the fields that are wrong where it is theirs. */
export class Refusal extends Error {
  readonly code: string;
  readonly fields: readonly FieldError[];

  constructor(code: string, message: string, fields: readonly FieldError[] = []) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

/**
 * `POST /v1/videos`, or `/v1/compose`.
 * @throws Refusal
 */
export function create(route: 'videos' | 'compose', body: unknown, key: string): Promise<Made> {
  return ask<Made>(`v1/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
}

/** @throws Refusal */
export function readVideo(id: string, signal: AbortSignal): Promise<Video> {
  return ask<Video>(`v1/videos/${id}`, { signal });
}

/** Paths are relative to the page's own: the service may lie below one of another's. */
async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(`../${path}`, { cache: 'no-store', ...init, signal });
  } catch {
    init.signal?.throwIfAborted();
    throw new Refusal('no_answer', 'The service does not answer. Try again in a moment.');
  }
  const body = (await response.json().catch(() => ({}))) as T & {
    readonly code?: string;
    readonly title?: string;
    readonly detail?: string;
    readonly errors?: readonly FieldError[];
  };
  if (response.ok) return body;
  const message = body.detail ?? body.title ?? `The service answered ${response.status}.`;
  throw new Refusal(body.code ?? String(response.status), message, body.errors);
}
