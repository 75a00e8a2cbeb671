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
    const { code, detail } = problemIn(this.#text);
    const why = `refused with ${this.#head.status}${detail === undefined ? '' : `: ${detail}`}`;
    return new UnderstudyError(code, why, {
      ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    });
  }
}

/** `detail` is for the log, which tells an operator by how much clocks differ; a player is told nothing of it. */
function problemIn(text: string): { code: ErrorCode; detail?: string } {
  try {
    const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown };
    if (typeof code === 'string' && Object.hasOwn(errorTable, code))
      return { code: code as ErrorCode, ...(typeof detail === 'string' && { detail }) };
  } catch {
    // No problem document.
  }
  return { code: 'peer_protocol' };
}
