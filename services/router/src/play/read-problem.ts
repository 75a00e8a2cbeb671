import type { IncomingMessage } from 'node:http';
import { type ErrorCode, errorTable, UnderstudyError } from '@understudy/errors';

/** More than any problem document of a worker. */
const maxProblemBytes = 16 * 1024;
/** It comes with its head; a worker stopped between the two must not hold the player. */
const bodyTimeoutMs = 500;

/** The error in a worker's refusal. A body that is no problem document gives `peer_protocol`; never rejects. */
export async function readProblem(answer: IncomingMessage): Promise<UnderstudyError> {
  const timer = setTimeout(() => answer.destroy(), bodyTimeoutMs);
  let text = '';
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      text += chunk.toString('latin1');
      if (text.length > maxProblemBytes) break;
    }
  } catch {
    // What came says enough, or is judged as nothing.
  } finally {
    clearTimeout(timer);
  }
  const retryAfter = Number(answer.headers['retry-after']);
  return new UnderstudyError(codeOf(text), `refused with ${answer.statusCode}`, {
    ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retryAfterSeconds: retryAfter }),
  });
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
