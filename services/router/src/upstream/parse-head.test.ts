import { expect, test } from 'vitest';
import { parseHead } from './parse-head.js';

const head = (...lines: string[]) => ['HTTP/1.1 200 OK', ...lines].join('\r\n');

test('status, fields and framing are read', () => {
  expect(parseHead(head('ETag: "a"', 'Content-Length: 12', 'X:', 'x:\t b '), 'GET')).toEqual({
    status: 200,
    headers: { etag: '"a"', 'content-length': '12', x: ', b' },
    framing: { kind: 'length', bytes: 12 },
    keepAlive: true,
  });
  expect(parseHead(head('Transfer-Encoding: chunked'), 'GET').framing).toEqual({ kind: 'chunked' });
});

test('what has no body by its method or status has none, whatever it says', () => {
  expect(parseHead(head('content-length: 12'), 'HEAD').framing).toEqual({ kind: 'none' });
  expect(parseHead('HTTP/1.1 304 Not Modified\r\ncontent-length: 12', 'GET').framing).toEqual({
    kind: 'none',
  });
});

test('a connection that is closed behind it is not kept', () => {
  expect(parseHead(head('connection: close', 'content-length: 0'), 'GET').keepAlive).toBe(false);
  expect(parseHead('HTTP/1.0 200 OK\r\ncontent-length: 0', 'GET').keepAlive).toBe(false);
});

test.each([
  ['two lengths', head('content-length: 5', 'content-length: 6')],
  ['two equal lengths', head('content-length: 5', 'content-length: 5')],
  ['a length and chunks', head('content-length: 5', 'transfer-encoding: chunked')],
  ['another encoding', head('transfer-encoding: gzip, chunked')],
  ['a length with a sign', head('content-length: +5')],
  ['a body that ends with the connection', head('etag: "a"')],
  ['a space before the colon', head('content-length : 5')],
  ['a folded field', head('a: b', ' c', 'content-length: 0')],
  ['a bare line feed', head('a: b\nc: d', 'content-length: 0')],
  ['a bare carriage return', head('a: b\rc: d', 'content-length: 0')],
  ['no colon before the next field', head('a', 'content-length: 0')],
  ['no name', head(': b', 'content-length: 0')],
  ['another protocol', 'HTTP/2 200\r\ncontent-length: 0'],
  ['an interim answer', 'HTTP/1.1 103 Early Hints'],
])('%s is refused', (_what, text) => {
  expect(() => parseHead(text, 'GET')).toThrow(expect.objectContaining({ code: 'peer_protocol' }));
});
