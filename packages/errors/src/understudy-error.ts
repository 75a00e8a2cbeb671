import { type ErrorCode, errorTable } from './error-table.js';
import type { FieldError } from './problem.js';

export interface UnderstudyErrorOptions {
  /** For the log only; never part of an answer. */
  readonly cause?: unknown;
  /** Sent as `Retry-After`, in whole seconds (RFC 9110 section 10.2.3). */
  readonly retryAfterSeconds?: number;
  /** Which fields of the input are wrong, and how. Public. */
  readonly fieldErrors?: readonly FieldError[];
  /** A public sentence about this occurrence (RFC 9457 section 3.1.4); must not tell about the inside. */
  readonly publicDetail?: string;
  /** What it would have cost, in generation-seconds. Public. */
  readonly price?: number;
}

/** An error of the table. `message` is for the log; what a client sees is made by `toProblem`. */
export class UnderstudyError extends Error {
  override readonly name = 'UnderstudyError';
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly retryAfterSeconds: number | undefined;
  readonly fieldErrors: readonly FieldError[] | undefined;
  readonly publicDetail: string | undefined;
  readonly price: number | undefined;

  constructor(
    code: ErrorCode,
    message: string = errorTable[code].title,
    options: UnderstudyErrorOptions = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.statusCode = errorTable[code].statusCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fieldErrors = options.fieldErrors;
    this.publicDetail = options.publicDetail;
    this.price = options.price;
  }
}

/** Whether `error` is one of ours, and of one of `codes` when any are given. */
export function isUnderstudyError(error: unknown, ...codes: ErrorCode[]): error is UnderstudyError {
  return error instanceof UnderstudyError && (codes.length === 0 || codes.includes(error.code));
}
