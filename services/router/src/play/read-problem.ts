import { type ErrorCode, errorTable, UnderstudyError } from '@understudy/errors';
import type { ResponseHead } from '../upstream/parse-head.js';

/** More than any problem document of a worker. */
const maxProblemBytes = 16 * 1024;

/** Collects the body of a worker's refusal. */
export class ProblemReader {
  readonly #head: ResponseHead;
  #text = '';

  constructor(head: ResponseHead) {
    this.#head = head;
  }

  /** False when it is too long: what came is judged. */
  take(bytes: Buffer): boolean {
    this.#text += bytes.toString('latin1');
    return this.#text.length <= maxProblemBytes;
  }

  /** The error in what came. A body that is no problem document gives `peer_protocol`. */
  get error(): UnderstudyError {
    const retryAfter = Number(this.#head.headers['retry-after']);
    return new UnderstudyError(codeOf(this.#text), `refused with ${this.#head.status}`, {
      ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    });
  }
}

function codeOf(text: string): ErrorCode {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    if (typeof code === 'string' && Object.hasOwn(errorTable, code)) return code as ErrorCode;
  } catch {
    // No problem document.
  }
  return 'peer_protocol';
}
