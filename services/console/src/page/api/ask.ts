/** Why there is no answer, in words for an operator. */
export class AskError extends Error {
  /** Of the problem document (docs/reference/errors.md); `no_answer` where there was none. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The console itself waits less than this for workers and routers. */
const answerTimeoutMs = 15_000;

export interface Question {
  readonly key: string;
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly timeoutMs?: number;
}

/**
 * Asks the console's API.
 * @throws AskError
 */
export async function ask<T>({
  key,
  method = 'GET',
  path,
  timeoutMs = answerTimeoutMs,
}: Question): Promise<T> {
  const response = await reach(path, {
    method,
    headers: bearer(key),
    signal: AbortSignal.timeout(timeoutMs),
  });
  try {
    return (await response.json()) as T;
  } catch {
    throw new AskError('no_answer', 'The console broke off its answer.');
  }
}

/**
 * Resolves with a good response.
 * @throws AskError
 */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', ...init });
  } catch (error) {
    const tooSlow = error instanceof DOMException && error.name === 'TimeoutError';
    throw new AskError('no_answer', tooSlow ? 'The console takes too long.' : 'The console does not answer.');
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as {
    code?: string;
    title?: string;
    detail?: string;
  };
  const message = problem.detail ?? problem.title ?? `The console answered ${response.status}.`;
  throw new AskError(problem.code ?? String(response.status), message);
}

export function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}
