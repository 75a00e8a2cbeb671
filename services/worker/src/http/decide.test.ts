import { expect, test } from 'vitest';
import { decide } from './decide.js';

const etag = '"a"';

test.each([
  [{}, 100, { status: 200 }],
  [{ range: 'bytes=0-' }, 100, { status: 206, first: 0, last: 99 }],
  [{ range: 'bytes=10-19' }, 100, { status: 206, first: 10, last: 19 }],
  [{ range: 'bytes=10-1000' }, 100, { status: 206, first: 10, last: 99 }],
  [{ range: 'bytes=-10' }, 100, { status: 206, first: 90, last: 99 }],
  [{ range: 'bytes=-1000' }, 100, { status: 206, first: 0, last: 99 }],
  [{ range: 'bytes=-0' }, 100, { status: 416 }],
  [{ range: 'bytes=100-' }, 100, { status: 416 }],
  [{ range: 'bytes=20-10' }, 100, { status: 200 }],
  [{ range: 'bytes=0-1,5-6' }, 100, { status: 200 }],
  [{ range: 'items=0-1' }, 100, { status: 200 }],
  [{ range: 'bytes=99999999999999999999-' }, 100, { status: 200 }],
  [{ range: 'bytes=0-' }, undefined, { status: 200 }],
  [{ range: 'bytes=5-' }, undefined, { status: 206, first: 5, last: undefined }],
  [{ range: 'bytes=0-9' }, undefined, { status: 206, first: 0, last: 9 }],
  [{ range: 'bytes=-5' }, undefined, { status: 200 }],
  [{ range: 'bytes=1-2', 'if-range': '"a"' }, 100, { status: 206, first: 1, last: 2 }],
  [{ range: 'bytes=1-2', 'if-range': '"b"' }, 100, { status: 200 }],
  [{ range: 'bytes=1-2', 'if-range': 'W/"a"' }, 100, { status: 200 }],
  [{ 'if-none-match': '"b", W/"a"' }, 100, { status: 304 }],
  [{ 'if-none-match': '*' }, 100, { status: 304 }],
  [{ 'if-none-match': '"b"' }, 100, { status: 200 }],
  [{ 'if-match': '"b"' }, 100, { status: 412 }],
  [{ 'if-match': 'W/"a"' }, 100, { status: 412 }],
  [{ 'if-match': '"b", "a"', range: 'bytes=0-0' }, 100, { status: 206, first: 0, last: 0 }],
])('%j of %s bytes', (headers, totalLength, expected) => {
  expect(decide(headers, { etag, totalLength })).toEqual(expected);
});
