import type { Problem } from './generated/public-api.js';

/**
 * Why there is no good answer, where no problem document says it: nobody answers, the deadline has passed, the answer ended before its end,
 * or it is none of this API.
 */
export type Fault = 'unreachable' | 'too_slow' | 'broken_off' | 'not_understood';

/** What a call ends with when it has no good answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Stable: decide by it. That of the problem document (docs/reference/errors.md), or what kept it away. */
  readonly code: Problem['code'] | Fault;
  /** Of HTTP; undefined where nothing was answered. */
  readonly status: number | undefined;
  readonly problem: Problem | undefined;
  /** Seconds until another try makes sense; undefined where the answer says nothing of it. */
  readonly retryAfterS: number | undefined;

  constructor(
    code: Problem['code'] | Fault,
    message: string,
    details: {
      readonly status?: number;
      readonly problem?: Problem;
      readonly retryAfterS?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.status = details.status;
    this.problem = details.problem;
    this.retryAfterS = details.retryAfterS;
  }
}

/** The error of an answer that is no good one: of its problem document (RFC 9457), where it has one. */
export async function errorOf(response: Response, name: string): Promise<ApiError> {
  const { status } = response;
  const retryAfter = response.headers.get('retry-after') ?? '';
  const retryAfterS = /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  const said: unknown = await response.json().catch(() => undefined);
  if (!isProblem(said))
    return new ApiError('not_understood', `${name} answers ${status}`, { status, retryAfterS });
  const fields = (said.errors ?? []).map(({ path, message }) => `${path.slice(1)} ${message}`);
  const message = [said.title, said.detail, ...fields].filter((part) => part !== undefined).join(' ');
  return new ApiError(said.code, message, { status, problem: said, retryAfterS });
}

function isProblem(said: unknown): said is Problem {
  if (typeof said !== 'object' || said === null) return false;
  const { code, title } = said as { code?: unknown; title?: unknown };
  return typeof code === 'string' && typeof title === 'string';
}
