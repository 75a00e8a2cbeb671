import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants, createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limitRequestTime } from './limit-request-time.js';

const timeoutMs = 200;
let server: Http2Server;
let session: ClientHttp2Session;

/** Begins an answer at once, reads nothing, and ends it long after the limit. */
beforeEach(async () => {
  server = createServer((_request, response) => {
    response.write('begun');
    const timer = setTimeout(() => response.end(), 3 * timeoutMs);
    response.once('close', () => clearTimeout(timer));
  });
  limitRequestTime(server, timeoutMs);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  session.destroy();
  server.close();
  await once(server, 'close');
});

/** How the stream of a request was closed: 0 (NO_ERROR) where it was answered to its end. */
async function codeOf(method: string, send: (stream: ReturnType<ClientHttp2Session['request']>) => void) {
  const stream = session.request({ ':method': method }, { endStream: method === 'GET' });
  stream.on('error', () => {});
  stream.resume();
  send(stream);
  await new Promise((resolve) => stream.once('close', resolve));
  return stream.rstCode;
}

test('a request whose body never ends is reset', async () => {
  expect(await codeOf('POST', (stream) => stream.write('{'))).toBe(constants.NGHTTP2_CANCEL);
});

test('one that is all there is answered, however long that takes and whether or not its body is read', async () => {
  expect(await codeOf('GET', () => {})).toBe(constants.NGHTTP2_NO_ERROR);
  expect(await codeOf('POST', (stream) => stream.end('{}'))).toBe(constants.NGHTTP2_NO_ERROR);
});
