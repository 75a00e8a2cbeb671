import type { IncomingHttpHeaders } from 'node:http';
import { growingHeader } from '@understudy/peer-protocol';

/** What the head of a worker's answer says of the bytes behind it. Positions are bytes of the resource. */
export interface AnswerHead {
  readonly etag: string;
  /** The position of the first byte of the body. */
  readonly first: number;
  /** Behind the last byte; undefined where the body ends with a trailer that tells it. */
  readonly end: number | undefined;
  /** Whether bytes may be among them that no manifest vouches for yet. */
  readonly unsealed: boolean;
}

const rangePattern = /^bytes (\d{1,15})-(\d{0,19})\/(\d{1,15}|\*)$/;
const lengthPattern = /^\d{1,15}$/;

/** Reads the head of a 200 or 206; undefined where it is none that a body can be counted by. */
export function readAnswerHead(status: 200 | 206, headers: IncomingHttpHeaders): AnswerHead | undefined {
  const etag = headers.etag;
  if (etag === undefined) return undefined;
  const growing = headers[growingHeader] === '1';
  const span =
    status === 200 ? { first: 0, end: undefined, total: undefined } : readRange(headers['content-range']);
  if (span === undefined) return undefined;
  const lengthText = headers['content-length'];
  if (growing && lengthText === undefined) return { etag, first: span.first, end: undefined, unsealed: true };
  if (lengthText === undefined || !lengthPattern.test(lengthText)) return undefined;
  const end = span.first + Number(lengthText);
  if (span.end !== undefined && span.end !== end) return undefined;
  return { etag, first: span.first, end, unsealed: growing || span.total === '*' };
}

function readRange(text: string | undefined) {
  const match = rangePattern.exec(text ?? '');
  if (match === null) return undefined;
  const [, first, last, total] = match as unknown as [string, string, string, string];
  return { first: Number(first), end: last === '' ? undefined : Number(last) + 1, total };
}
