import { expect, test } from 'vitest';
import { decide, isSameTag } from './decide.js';

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
  [{ range: 'bytes=99999999999999999999-' }, 100, { status: 416 }],
  [{ range: 'bytes=0-' }, undefined, { status: 200 }],
  [{ range: 'bytes=5-' }, undefined, { status: 206, first: 5, live: '999999999999' }],
  [{ range: 'bytes=5-99999999999' }, undefined, { status: 206, first: 5, last: 99_999_999_999 }],
  [{ range: 'bytes=5-100000000000' }, undefined, { status: 206, first: 5, live: '100000000000' }],
  [
    { range: 'bytes=0-9223372036854775807' },
    undefined,
    { status: 206, first: 0, live: '9223372036854775807' },
  ],
  [{ range: 'bytes=0-9223372036854775807' }, 100, { status: 206, first: 0, last: 99 }],
  [{ range: 'bytes=5-', 'if-range': '"b"' }, undefined, { status: 200 }],
  [{ range: 'bytes=0-9' }, undefined, { status: 206, first: 0, last: 9 }],
  [{ range: 'bytes=-5' }, undefined, { status: 200 }],
  [{ range: 'Bytes=1-2' }, 100, { status: 206, first: 1, last: 2 }],
  [{ range: `bytes=1-${'9'.repeat(21)}` }, 100, { status: 200 }],
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

test('with HEAD a range is ignored, except of what grows (RFC 8673 section 2.1)', () => {
  const headers = { range: 'bytes=0-' };
  expect(decide(headers, { etag, totalLength: 100 }, 'HEAD')).toEqual({ status: 200 });
  expect(decide(headers, { etag, totalLength: undefined }, 'HEAD')).toEqual({
    status: 206,
    first: 0,
    last: undefined,
  });
});

test.each([
  // RFC 9110 section 13.1.5: bytes of the same weak tag may be others.
  [{ range: 'bytes=1-2', 'if-range': 'W/"a"' }, { status: 200 }],
  [{ range: 'bytes=1-2', 'if-range': '"a"' }, { status: 200 }],
  [{ range: 'bytes=1-2' }, { status: 206, first: 1, last: 2 }],
  [{ 'if-match': 'W/"a"' }, { status: 412 }],
  [{ 'if-match': '*' }, { status: 200 }],
  [{ 'if-none-match': '"b", W/"a"' }, { status: 304 }],
])('%j of bytes that are not final', (headers, expected) => {
  expect(decide(headers, { etag: 'W/"a"', totalLength: 100 })).toEqual(expected);
});

test('a response that began when its bytes were not final is of the same resource', () => {
  expect(isSameTag('W/"a"', '"a"')).toBe(true);
  expect(isSameTag('"a"', '"a"')).toBe(true);
  expect(isSameTag('W/"a"', '"b"')).toBe(false);
});
