import { errorTable } from './error-table.js';
import { isUnderstudyError } from './understudy-error.js';

/** One wrong field of an input. `path` is a JSON Pointer (RFC 6901), `''` for the whole. */
export interface FieldError {
  readonly path: string;
  /** What is wrong, the limit, and what would be right. */
  readonly message: string;
}

/** A problem document (RFC 9457), served as `application/problem+json`. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly price?: { readonly generationSeconds: number };
}

/** The public form of any thrown value. What is not ours becomes `internal`, with nothing of its text. */
export function toProblem(error: unknown): Problem {
  if (!isUnderstudyError(error)) {
    return { title: errorTable.internal.title, status: 500, code: 'internal' };
  }
  return {
    title: errorTable[error.code].title,
    status: error.statusCode,
    code: error.code,
    ...(error.publicDetail !== undefined && { detail: error.publicDetail }),
    ...(error.fieldErrors !== undefined && { errors: error.fieldErrors }),
    ...(error.price !== undefined && { price: { generationSeconds: error.price } }),
  };
}
