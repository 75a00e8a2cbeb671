import type { IncomingHttpHeaders } from 'node:http';
import { UnderstudyError } from '@understudy/errors';
import { budgetExceeded } from '../http/budget-exceeded.js';
import { type AnswerHead, readAnswerHead } from './answer-head.js';

/** What was asked: a response from its beginning, or to go on with one that the player has bytes of. */
export type Question =
  | { readonly kind: 'begin'; readonly method: 'GET' | 'HEAD' }
  | { readonly kind: 'continue'; readonly etag: string; readonly next: number };

export type Verdict =
  /** Its body goes to the player. */
  | { readonly kind: 'deliver'; readonly head: AnswerHead }
  /** It has no body, and is the answer. */
  | { readonly kind: 'bodiless' }
  /** It says what is so, whomever one asks. */
  | { readonly kind: 'final'; readonly error: UnderstudyError }
  /** This worker cannot; another may. Its problem document says why. */
  | { readonly kind: 'refused' }
  /** It is none of the protocol. */
  | { readonly kind: 'malformed'; readonly what: string };

/** What the head of a worker's answer means for the question. */
export function judgeAnswer(question: Question, status: number, headers: IncomingHttpHeaders): Verdict {
  return question.kind === 'begin'
    ? judgeBeginning(question.method, status, headers)
    : judgeContinuation(question, status, headers);
}

function judgeBeginning(method: 'GET' | 'HEAD', status: number, headers: IncomingHttpHeaders): Verdict {
  switch (status) {
    case 200:
    case 206: {
      if (method === 'HEAD') return { kind: 'bodiless' };
      const head = readAnswerHead(status, headers);
      return head === undefined
        ? { kind: 'malformed', what: 'a head without a length' }
        : { kind: 'deliver', head };
    }
    case 304:
      return { kind: 'bodiless' };
    case 404:
      return { kind: 'final', error: new UnderstudyError('not_found') };
    case 410:
      return { kind: 'final', error: new UnderstudyError('gone') };
    case 412:
      return { kind: 'final', error: new UnderstudyError('precondition_failed') };
    case 416:
      return { kind: 'final', error: new UnderstudyError('range_not_satisfiable') };
    case 429:
      // It is the viewer's budget, whichever worker is asked.
      return { kind: 'final', error: budgetExceeded(headers) };
    default:
      return { kind: 'refused' };
  }
}

/** Only the same bytes from the same place will do: a splice is checked by ETag and position, never assumed. */
function judgeContinuation(
  { etag, next }: { etag: string; next: number },
  status: number,
  headers: IncomingHttpHeaders,
): Verdict {
  // It was deleted meanwhile: nobody may go on with it.
  if (status === 410) return { kind: 'final', error: new UnderstudyError('gone') };
  if (status !== 206)
    return status >= 400 ? { kind: 'refused' } : { kind: 'malformed', what: `a continuation with ${status}` };
  const head = readAnswerHead(206, headers);
  if (head === undefined) return { kind: 'malformed', what: 'a head without a range' };
  if (head.etag !== etag) return { kind: 'malformed', what: `${head.etag} where ${etag} was to go on` };
  if (head.first !== next) return { kind: 'malformed', what: `byte ${head.first} where ${next} is next` };
  return { kind: 'deliver', head };
}
