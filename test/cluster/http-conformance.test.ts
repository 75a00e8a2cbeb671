import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badMessages } from './bad-messages.js';
import { play } from './player.js';
import { RawClient } from './raw-http.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, smallVideo, type Video } from './videos.js';

// RFC 9110 (semantics), 9111 (caching) and 9112 (HTTP/1.1) against a router with real workers behind it.
let cluster: TestCluster;
let video: Video;
let whole: Buffer;
let etag: string;
let path: string;
let client: RawClient;

beforeAll(async () => {
  cluster = await startCluster({ workers: 2 });
  video = await createVideo(cluster, smallVideo('conformance', 4));
  whole = (await play(video.mp4)).body;
  await untilReplicated(cluster, video.id);
  const url = new URL(video.mp4);
  path = url.pathname;
  client = new RawClient(Number(url.port));
  etag = (await ask()).headers.get('etag') as string;
}, 60_000);

afterAll(async () => {
  client.close();
  await cluster.dispose();
});

const connection = (halfOpen?: boolean) => client.connection(halfOpen);
const head = (method: string, target: string, ...fields: string[]) => client.head(method, target, ...fields);
const raw = (text: string, method?: string) => client.raw(text, method);

const ask = (fields: string[] = [], method = 'GET', target = path) =>
  raw(head(method, target, ...fields), method);

describe('RFC 9110', () => {
  test('6.6.1 Date, and 8.8.3 a strong ETag, on every success', async () => {
    const { headers } = await ask();
    expect(Date.parse(headers.get('date') as string)).toBeGreaterThan(Date.now() - 60_000);
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  test('9.3.2 HEAD has the header fields of GET and no body', async () => {
    const asking = connection();
    asking.socket.write(head('HEAD', path) + head('GET', path));
    const [headed, got] = [await asking.answer('HEAD'), await asking.answer()];
    for (const name of ['content-length', 'content-type', 'etag', 'accept-ranges', 'cache-control'])
      expect([name, headed.headers.get(name)]).toEqual([name, got.headers.get(name)]);
    expect(got.body.equals(whole)).toBe(true);
  });

  test('9.3.7 OPTIONS tells what is allowed, to pages of any origin', async () => {
    const { status, headers } = await ask(
      ['Origin: https://example.org', 'Access-Control-Request-Method: GET'],
      'OPTIONS',
    );
    expect(status).toBe(204);
    expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-headers')).toMatch(/\brange\b/);
    expect((await ask()).headers.get('access-control-expose-headers')).toMatch(
      /accept-ranges.*content-range.*etag/,
    );
  });

  test('10.1.1 Expect: 100-continue is answered before the body would come, another expectation with 417', async () => {
    const asking = connection();
    asking.socket.write(head('POST', '/v1/videos', 'Expect: 100-continue', 'Content-Length: 2'));
    expect((await asking.answer()).status).toBe(100);
    const refused = await ask(['Expect: something', 'X-Request-Id: expects-more']);
    expect([refused.status, refused.headers.get('x-request-id')]).toEqual([417, 'expects-more']);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
  });

  test('13.1.1 If-Match: * and the tag match, a weak or another one does not', async () => {
    for (const value of ['*', etag, `"x", ${etag}`])
      expect((await ask([`If-Match: ${value}`], 'HEAD')).status).toBe(200);
    for (const value of ['"x"', `W/${etag}`]) expect((await ask([`If-Match: ${value}`])).status).toBe(412);
  });

  test('13.1.2 If-None-Match compares weakly, and 304 has the fields that a cache needs', async () => {
    for (const value of ['*', etag, `W/${etag}`, `"x",${etag}`]) {
      const { status, headers } = await ask([`If-None-Match: ${value}`]);
      expect([value, status]).toEqual([value, 304]);
      expect(headers.get('etag')).toBe(etag);
      expect(headers.get('cache-control')).toMatch(/max-age/);
      expect(headers.get('date')).toBeDefined();
    }
    expect((await ask(['If-None-Match: "x"'], 'HEAD')).status).toBe(200);
  });

  test('15.4.5 304 has the Cache-Control that 200 would have: of what grows it may not be kept', async () => {
    const fresh = await createVideo(cluster, smallVideo('not made yet', 4));
    const { status, headers } = await ask(['If-None-Match: *'], 'GET', new URL(fresh.mp4).pathname);
    expect([status, headers.get('cache-control')]).toEqual([304, 'no-cache']);
  });

  test('13.2.2 If-Match goes before If-None-Match, and both before Range', async () => {
    expect((await ask(['If-Match: "x"', `If-None-Match: ${etag}`])).status).toBe(412);
    expect((await ask([`If-None-Match: ${etag}`, 'Range: bytes=0-0'])).status).toBe(304);
  });

  test('13.1.5 If-Range takes the range only with the very same tag', async () => {
    expect((await ask(['Range: bytes=0-9', `If-Range: ${etag}`])).status).toBe(206);
    for (const value of [`W/${etag}`, '"x"', 'Wed, 21 Oct 2015 07:28:00 GMT'])
      expect((await ask(['Range: bytes=0-9', `If-Range: ${value}`])).status).toBe(200);
  });

  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=10-19', 10, 19],
    ['bytes=-5', -5, -1],
    ['bytes=100-', 100, -1],
    ['bytes=5-99999999999', 5, -1],
    ['bytes=-99999999999', 0, -1],
  ])('14.1.2 %s', async (range, first, last) => {
    const { status, headers, body } = await ask([`Range: ${range}`]);
    const [from, to] = [first, last].map((at) => (at < 0 ? whole.length + at : at)) as [number, number];
    expect(status).toBe(206);
    expect(headers.get('content-range')).toBe(`bytes ${from}-${to}/${whole.length}`);
    expect(body.equals(whole.subarray(from, to + 1))).toBe(true);
  });

  test('14.2 Range is for GET; other units, and what is malformed or many, are ignored', async () => {
    expect((await ask(['Range: bytes=0-0'], 'HEAD')).status).toBe(200);
    for (const range of ['lines=0-1', 'bytes=5-4', 'bytes=a-b', 'bytes=', 'bytes=0-0,5-5'])
      expect([range, (await ask([`Range: ${range}`])).status]).toEqual([range, 200]);
  });

  test('14.2 a playlist has ranges, too', async () => {
    const list = new URL(video.hls).pathname;
    const all = (await ask([], 'GET', list)).body;
    const { status, headers, body } = await ask(['Range: bytes=7-9'], 'GET', list);
    expect([status, headers.get('content-range')]).toEqual([206, `bytes 7-9/${all.length}`]);
    expect(body.equals(all.subarray(7, 10))).toBe(true);
    expect((await ask([`Range: bytes=${all.length}-`], 'GET', list)).status).toBe(416);
  });

  test('15.5.17 a range behind the end is 416, with the length', async () => {
    for (const range of [`bytes=${whole.length}-`, 'bytes=-0', 'bytes=99999999999-']) {
      const { status, headers } = await ask([`Range: ${range}`]);
      expect([status, headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
    }
  });

  test('15.5.6 405 names what is allowed', async () => {
    const { status, headers } = await ask([], 'DELETE');
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const withBody = await raw(`${head('POST', path, 'Content-Type: text/plain', 'Content-Length: 2')}hi`);
    expect([withBody.status, withBody.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('RFC 8673', () => {
  test.each([
    ['bytes=1000-999999999999', 1_000],
    ['bytes=0-9007199254740991', 0],
  ])('2.2 %s of what is being made is all that comes', async (range, first) => {
    const { mp4 } = await createVideo(cluster, smallVideo(`live ${first}`, 4));
    const target = new URL(mp4).pathname;
    const { status, headers, body } = await ask([`Range: ${range}`], 'GET', target);
    expect([status, headers.get('content-range'), headers.get('content-length')]).toEqual([
      206,
      `${range.replace('=', ' ')}/*`,
      undefined,
    ]);
    expect(body.equals(whole.subarray(first))).toBe(true);
  });

  test('2.1 what exists is told to HEAD with a range, and the whole length once there is one', async () => {
    const { mp4 } = await createVideo(cluster, smallVideo('growing', 20));
    const target = new URL(mp4).pathname;
    const growing = connection();
    growing.socket.write(head('GET', target));
    let shown: RegExpExecArray | null = null;
    await until('some of it exists', async () => {
      const { status, headers } = await ask(['Range: bytes=0-'], 'HEAD', target);
      shown = /^bytes 0-(\d+)\/\*$/.exec(headers.get('content-range') ?? '');
      return status === 206;
    });
    const { length } = (await growing.answer()).body;
    expect(Number(shown?.[1])).toBeGreaterThan(0);
    expect(Number(shown?.[1])).toBeLessThan(length);
    const { status, headers } = await ask(['Range: bytes=0-'], 'HEAD', target);
    expect([status, headers.get('content-length')]).toEqual([200, String(length)]);
  });
});

describe('RFC 9111', () => {
  test('5.2.2 what never changes may be kept for good, an error may not', async () => {
    expect((await ask()).headers.get('cache-control')).toMatch(/public.*max-age=31536000.*immutable/);
    expect((await ask([], 'GET', '/v/forged/video.mp4')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('RFC 9112', () => {
  test('3.2 a request without Host, or with two, is 400', async () => {
    for (const text of [`GET ${path} HTTP/1.1\r\n\r\n`, `GET ${path} HTTP/1.1\r\nHost: a b@/c\r\n\r\n`]) {
      const { status, headers } = await raw(text);
      expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
      expect(headers.get('x-request-id')).toBeDefined();
    }
    const asking = connection();
    asking.socket.write(head('GET', path, 'Host: elsewhere'));
    expect((await asking.answer()).status).toBe(400);
    await asking.untilClosed();
  });

  test('RFC 9110 5.4 no field is dropped without a word, however many come before it', async () => {
    const many = Array.from({ length: 2_100 }, () => 'a:b');
    expect((await ask([...many, 'If-Match: "x"'])).status).toBe(412);
    expect((await ask([...many, 'Host: elsewhere'])).status).toBe(400);
  });

  test('RFC 9110 7.8 Upgrade is ignored, and what stands behind it is not left without an answer', async () => {
    const asking = connection();
    asking.socket.write(head('GET', path, 'Connection: Upgrade', 'Upgrade: h2c') + head('GET', path));
    const { headers, body } = await asking.answer();
    expect(body.equals(whole)).toBe(true);
    // Its client asks again over another one.
    expect(headers.get('connection')).toBe('close');
    await asking.untilClosed();
  });

  test('3.2.2 a target in absolute form is taken', async () => {
    expect((await ask([], 'HEAD', `http://example.org${path}`)).status).toBe(200);
  });

  test('2.2 and RFC 3986 6.2.2 a percent-encoded target is the same one', async () => {
    const encoded = path.replace('video', '%76ideo');
    expect((await ask([], 'HEAD', encoded)).status).toBe(200);
  });

  test('3 a target and a head that are too long are refused', async () => {
    expect((await ask([], 'GET', `/v/${'a'.repeat(8_000)}/video.mp4`)).status).toBe(404);
    expect((await ask([`X: ${'a'.repeat(20_000)}`])).status).toBe(431);
  });

  test.each(badMessages)('%s is refused, and nothing behind it is read', async (_what, text) => {
    const asking = connection();
    asking.socket.write(text + head('GET', path), 'latin1');
    expect((await asking.answer()).status).toBe(400);
    await asking.untilClosed();
  });

  test('9.3.2 requests in a pipeline are answered in their order', async () => {
    const asking = connection();
    const ranges = [0, 100, 200, 300, 400].map((first) => `bytes=${first}-${first + 99}`);
    asking.socket.write(
      ranges.map((range) => head('GET', path, `Range: ${range}`)).join('') + head('GET', path),
    );
    for (const range of ranges)
      expect((await asking.answer()).headers.get('content-range')).toBe(
        `bytes ${range.slice(6)}/${whole.length}`,
      );
    expect((await asking.answer()).body.equals(whole)).toBe(true);
  });

  test('9.6 Connection: close is obeyed, and keep-alive without asking', async () => {
    const asking = connection();
    asking.socket.write(head('GET', path));
    await asking.answer();
    asking.socket.write(head('GET', path, 'Connection: close'));
    expect((await asking.answer()).headers.get('connection')).toBe('close');
    await asking.untilClosed();
  });

  test('2.3 an HTTP/1.0 client gets no chunks, and the end by the close', async () => {
    const asking = connection();
    asking.socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
    const { status, headers, body } = await asking.answer();
    expect([status, headers.get('transfer-encoding')]).toEqual([200, undefined]);
    expect(body.equals(whole)).toBe(true);
    await asking.untilClosed();
    const fresh = await createVideo(cluster, smallVideo('conformance 1.0', 4));
    const growing = connection();
    growing.socket.write(`GET ${new URL(fresh.mp4).pathname} HTTP/1.0\r\n\r\n`);
    expect((await growing.answer()).body.equals(whole)).toBe(true);
  });

  test('a client that closes its side has left, as for nginx: what it alone asked for must not be made', async () => {
    const leaving = connection(true);
    leaving.socket.end(
      head('GET', new URL((await createVideo(cluster, smallVideo('half', 4))).mp4).pathname),
    );
    await leaving.untilClosed();
    expect((await ask()).body.equals(whole)).toBe(true);
  });

  test('a body with GET is read past, and the next request is answered', async () => {
    const asking = connection();
    asking.socket.write(`${head('GET', path, 'Content-Length: 5')}hello${head('HEAD', path)}`);
    expect((await asking.answer()).body.equals(whole)).toBe(true);
    expect((await asking.answer('HEAD')).status).toBe(200);
  });

  test('a head that takes too long to arrive is cut, and others are undisturbed', async () => {
    const slow = connection();
    slow.socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n`);
    const startMs = performance.now();
    const trickle = setInterval(() => slow.socket.write('X: y\r\n'), 500);
    await slow.untilClosed();
    clearInterval(trickle);
    expect(performance.now() - startMs).toBeLessThan(8_000);
    expect((await ask()).status).toBe(200);
  }, 20_000);
});
