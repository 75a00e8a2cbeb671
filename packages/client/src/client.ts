import { ApiError, errorOf } from './api-error.js';
import type { AnswerOf, Asked, Limits, Method, OperationOf, PathsWith } from './question.js';

export interface ClientOptions {
  /** Where the API is; `''` for the origin of the page that runs this. */
  readonly url: string;
  /** Of the application, or of an operator; sent as `Authorization: Bearer …`. */
  readonly key?: string;
  /** How long an answer may take, from the call to its last byte. */
  readonly timeoutMs?: number;
  /** How errors call whoever is asked; its URL if left out. */
  readonly name?: string;
  readonly fetch?: typeof fetch;
}

const defaultTimeoutMs = 10_000;

type Call<Paths, M extends Method> = <Path extends PathsWith<Paths, M>>(
  path: Path,
  ...question: Asked<OperationOf<Paths, Path, M>>
) => Promise<AnswerOf<OperationOf<Paths, Path, M>>>;

/**
 * Asks an API by its paths, as they stand in its document. Every call resolves with the JSON of a good answer, and otherwise rejects
 * with an ApiError, or with the reason of the caller's signal.
 */
export interface Client<Paths> {
  readonly get: Call<Paths, 'get'>;
  readonly post: Call<Paths, 'post'>;
  readonly put: Call<Paths, 'put'>;
  readonly delete: Call<Paths, 'delete'>;
  /** A good answer as it is, as soon as its head is there, for what is read bit by bit. Only `signal` ends it from then on. */
  readonly open: <Path extends PathsWith<Paths, 'get'>>(
    path: Path,
    ...question: Asked<OperationOf<Paths, Path, 'get'>>
  ) => Promise<Response>;
}

interface AnyQuestion extends Limits {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A client of an API whose generated `paths` are `Paths`. */
export function createClient<Paths>(options: ClientOptions): Client<Paths> {
  const call =
    (method: string) =>
    (path: string, question: AnyQuestion = {}) =>
      withDeadline(question, options, async (signal) => {
        const response = await send(method, path, question, options, signal);
        return response.status === 204 ? undefined : readJson(response, nameOf(options), signal);
      });
  const open = (path: string, question: AnyQuestion = {}) =>
    withDeadline(question, options, (signal) => send('GET', path, question, options, signal));
  // The types are those of the document; at run time all calls are one.
  return {
    get: call('GET'),
    post: call('POST'),
    put: call('PUT'),
    delete: call('DELETE'),
    open,
  } as unknown as Client<Paths>;
}

/** Runs `work` with a signal that aborts by the caller's, and by the deadline until `work` has ended. */
async function withDeadline<T>(
  { signal, timeoutMs }: Limits,
  options: ClientOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limitMs = timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs;
  const deadline = new AbortController();
  const tooSlow = () =>
    deadline.abort(new ApiError('too_slow', `${nameOf(options)} does not answer within ${limitMs} ms`));
  const timer = setTimeout(tooSlow, limitMs);
  try {
    return await work(signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}

async function send(
  method: string,
  path: string,
  question: AnyQuestion,
  options: ClientOptions,
  signal: AbortSignal,
): Promise<Response> {
  const { body } = question;
  let response: Response;
  try {
    response = await (options.fetch ?? fetch)(options.url.replace(/\/$/, '') + targetOf(path, question), {
      method,
      headers: headersOf(question, options),
      cache: 'no-store',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new ApiError('unreachable', `${nameOf(options)} does not answer`, { cause });
  }
  if (response.ok) return response;
  const error = await errorOf(response, nameOf(options));
  signal.throwIfAborted();
  throw error;
}

async function readJson(response: Response, name: string, signal: AbortSignal): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    throw new ApiError('broken_off', `${name} broke off its answer`, { status: response.status, cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('not_understood', `${name} answers what is no JSON`, {
      status: response.status,
      cause,
    });
  }
}

function nameOf({ name, url }: ClientOptions): string {
  return name ?? url;
}

/** A path of the document with its values filled in. */
function targetOf(path: string, { path: values = {}, query = {} }: AnyQuestion): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values[name] ?? '')),
  );
  const said = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return said.length === 0 ? filled : `${filled}?${search}`;
}

function headersOf({ header = {}, body }: AnyQuestion, { key }: ClientOptions): Record<string, string> {
  const said = Object.entries(header).filter(([, value]) => value !== undefined);
  return {
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
  };
}
