import { expect, test } from 'vitest';
import { judgeAnswer } from './judge-answer.js';

const continuing = { kind: 'continue', etag: '"a"', next: 100 } as const;
const beginning = { kind: 'begin', method: 'GET' } as const;
const growing = { 'understudy-growing': '1' };

test.each([
  [beginning, 200, { etag: '"a"', 'content-length': '9' }, { first: 0, end: 9, unsealed: false }],
  [beginning, 200, { etag: '"a"', ...growing }, { first: 0, end: undefined, unsealed: true }],
  // Its length is known from the manifest, but the worker is still making or fetching it.
  [beginning, 200, { etag: '"a"', 'content-length': '9', ...growing }, { first: 0, end: 9, unsealed: true }],
  [
    beginning,
    206,
    { etag: '"a"', 'content-range': 'bytes 5-8/90', 'content-length': '4' },
    { first: 5, end: 9, unsealed: false },
  ],
  [
    beginning,
    206,
    { etag: '"a"', 'content-range': 'bytes 5-8/*', 'content-length': '4' },
    { first: 5, end: 9, unsealed: true },
  ],
  [
    continuing,
    206,
    { etag: '"a"', 'content-range': 'bytes 100-/*', ...growing },
    { first: 100, end: undefined, unsealed: true },
  ],
  // Nothing was missing.
  [
    continuing,
    206,
    { etag: '"a"', 'content-range': 'bytes 100-99/100', 'content-length': '0' },
    { first: 100, end: 100, unsealed: false },
  ],
])('%j, %s %j is delivered', (question, status, headers, head) => {
  expect(judgeAnswer(question, status, headers)).toEqual({ kind: 'deliver', head: { etag: '"a"', ...head } });
});

test.each([
  [beginning, 200, {}, 'malformed'],
  [beginning, 200, { etag: '"a"' }, 'malformed'],
  [beginning, 206, { etag: '"a"', 'content-length': '4' }, 'malformed'],
  [beginning, 206, { etag: '"a"', 'content-range': 'bytes 5-8/90', 'content-length': '3' }, 'malformed'],
  [beginning, 304, {}, 'bodiless'],
  [beginning, 404, {}, 'final'],
  [beginning, 410, {}, 'final'],
  [beginning, 412, {}, 'final'],
  [beginning, 416, {}, 'final'],
  [beginning, 502, {}, 'refused'],
  [beginning, 401, {}, 'refused'],
  [{ kind: 'begin', method: 'HEAD' } as const, 200, {}, 'bodiless'],
  [continuing, 200, { etag: '"a"', 'content-length': '900' }, 'malformed'],
  [
    continuing,
    206,
    { etag: '"b"', 'content-range': 'bytes 100-199/200', 'content-length': '100' },
    'malformed',
  ],
  [
    continuing,
    206,
    { etag: '"a"', 'content-range': 'bytes 101-199/200', 'content-length': '99' },
    'malformed',
  ],
  [continuing, 404, {}, 'refused'],
  [continuing, 410, {}, 'final'],
  [continuing, 412, {}, 'refused'],
])('%j, %s %j is %s', (question, status, headers, kind) => {
  expect(judgeAnswer(question, status, headers).kind).toBe(kind);
});
