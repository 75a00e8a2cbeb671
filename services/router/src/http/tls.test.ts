import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import { fastify } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(3_000_000);
let certificates: Certificates;
let router: TestRouter;
let session: ClientHttp2Session | undefined;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());
afterEach(async () => {
  session?.destroy();
  session = undefined;
  await router.close();
});

async function startRouter(env: Record<string, string> = {}, video = body): Promise<void> {
  router = await TestRouter.start(video, {
    UNDERSTUDY_TLS_CERT: certificates.cert,
    UNDERSTUDY_TLS_KEY: certificates.key,
    ...env,
  });
}

const trusted = () => ({ ca: readFileSync(certificates.ca) });
const openSession = () => {
  session = connect(router.url, trusted());
  return session;
};
const ask = (headers: Record<string, string> = {}) =>
  (session ?? openSession()).request({ ':path': new URL(router.part('video.mp4')).pathname, ...headers });

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
  /** How the stream was closed: 0 (NO_ERROR) only where it was whole. */
  readonly code: number;
}

async function answerTo(stream: ClientHttp2Stream, onBytes = (_: Buffer) => {}): Promise<Answer> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    onBytes(chunk);
  });
  stream.on('error', () => {});
  const closed = new Promise((resolve) => stream.once('close', resolve));
  const [headers] = await once(stream, 'response');
  await closed;
  return { status: headers[':status'], headers, body: Buffer.concat(chunks), code: stream.rstCode };
}

test.each(['--http1.1', '--http2'])('a player that speaks %s gets the video over TLS', async (version) => {
  await startRouter();
  const { stdout } = await promisify(execFile)(
    'curl',
    ['-sf', version, '--cacert', certificates.ca, '-w', '%{stderr}%{http_version}', router.part('video.mp4')],
    { encoding: 'buffer', maxBuffer: 2 * body.length },
  );
  expect(stdout.equals(body)).toBe(true);
});

test('many responses over one connection do not mix, ranges and heads among them', async () => {
  await startRouter();
  const whole = Array.from({ length: 10 }, () => answerTo(ask()));
  const range = answerTo(ask({ range: 'bytes=100-199' }));
  const head = answerTo(ask({ ':method': 'HEAD' }));
  for (const answer of await Promise.all(whole)) {
    expect(answer).toMatchObject({ status: 200, code: 0 });
    expect(answer.body.equals(body)).toBe(true);
  }
  expect(await range).toMatchObject({ status: 206, body: body.subarray(100, 200) });
  expect(await head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  expect((await head).headers['content-length']).toBe(String(body.length));
});

test.each([false, true])('a response goes on at the next byte, growing: %s', async (growing) => {
  await startRouter();
  for (const worker of router.workers) worker.growing = growing;
  const [master, replica] = router.workers;
  if (master === undefined || replica === undefined) throw new Error('no workers');
  master.behaviours = [{ do: 'break', bytes: 1_000_001, how: 'reset' }];
  const answer = await answerTo(ask());
  expect(answer).toMatchObject({ status: 200, code: 0 });
  expect(answer.body.equals(body)).toBe(true);
  expect(replica.asked).toHaveLength(1);
});

test('a response that nobody can go on with is reset: its end never looks like the end', async () => {
  await startRouter();
  for (const worker of router.workers) {
    worker.growing = true;
    worker.behaviours = Array.from({ length: 50 }, () => ({ do: 'reset' }) as const);
  }
  (router.workers[0] as { behaviours: unknown[] }).behaviours.unshift({
    do: 'break',
    bytes: 10_000,
    how: 'reset',
  });
  const answer = await answerTo(ask());
  expect(answer.body.equals(body.subarray(0, 10_000))).toBe(true);
  expect(answer.code).toBe(constants.NGHTTP2_INTERNAL_ERROR);
});

test('a player that cancels takes its work along, and the others of its connection stay', async () => {
  await startRouter();
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.behaviours = [{ do: 'trickle', everyMs: 5 }];
  const leaving = ask();
  leaving.on('error', () => {});
  await once(leaving, 'data');
  leaving.close(constants.NGHTTP2_CANCEL);
  await expect.poll(() => master.closedByPeer).toBe(1);
  expect((await answerTo(ask())).body.equals(body)).toBe(true);
  expect(router.context.streams.count).toBe(0);
});

test('a player that does not read is not read for', async () => {
  await startRouter();
  const slow = ask();
  await once(slow, 'response');
  const quick = await answerTo(ask());
  expect(quick.body.equals(body)).toBe(true);
  // The client's window and what lies in sockets: far from all.
  expect(slow.readableLength).toBeLessThan(body.length / 2);
  expect(router.context.streams.count).toBe(1);
  slow.close();
});

test('errors are problem documents, and what is created goes to the catalog', async () => {
  const catalog = fastify();
  catalog.post('/v1/videos', (request, reply) => reply.code(201).send(request.body));
  await startRouter({ UNDERSTUDY_CATALOG_URL: await catalog.listen({ host: '127.0.0.1', port: 0 }) });
  const unknown = await answerTo(ask({ ':path': '/v/unknown/video.mp4' }));
  expect(unknown).toMatchObject({ status: 404 });
  expect(unknown.headers['content-type']).toBe('application/problem+json');
  const creating = ask({ ':method': 'POST', ':path': '/v1/videos', 'content-type': 'application/json' });
  creating.end('{"title":"A"}');
  expect(await answerTo(creating)).toMatchObject({ status: 201, body: Buffer.from('{"title":"A"}') });
  const large = ask({
    ':method': 'POST',
    ':path': '/v1/videos',
    'content-type': 'application/json',
    'content-length': '2000000',
  });
  expect(await answerTo(large)).toMatchObject({ status: 413 });
  await catalog.close();
});

test('one address has its connections, over TLS too', async () => {
  await startRouter({ UNDERSTUDY_CONNECTIONS_PER_ADDRESS: '1' });
  expect(await answerTo(ask())).toMatchObject({ status: 200 });
  const second = connect(router.url, trusted());
  const path = new URL(router.part('video.mp4')).pathname;
  expect(await answerTo(second.request({ ':path': path }))).toMatchObject({ status: 429 });
  if (!second.destroyed) await once(second, 'close');
});

test('a head that takes too long to arrive is cut, over TLS too', async () => {
  await startRouter();
  const { port } = new URL(router.url);
  const slow = connectTls({
    host: '127.0.0.1',
    port: Number(port),
    ALPNProtocols: ['http/1.1'],
    ...trusted(),
  });
  slow.on('error', () => {});
  await once(slow, 'secureConnect');
  slow.write('GET / HTTP/1.1\r\n');
  const startedAtMs = performance.now();
  slow.resume();
  await once(slow, 'close');
  expect(performance.now() - startedAtMs).toBeLessThan(9_000);
});

test('a player of HTTP/1.0 that takes nothing is cut off, and the router goes on', async () => {
  // More than the buffers between the two take.
  await startRouter({ UNDERSTUDY_PLAYER_STALL_MS: '1000' }, Buffer.alloc(30_000_000));
  const { port, pathname } = new URL(router.part('video.mp4'));
  const stuck = connectTls({ port: Number(port), host: '127.0.0.1', ...trusted() });
  stuck.write(`GET ${pathname} HTTP/1.0\r\n\r\n`);
  stuck.pause();
  await expect.poll(() => router.context.streams.count, { timeout: 5_000 }).toBe(1);
  await expect.poll(() => router.context.streams.count, { timeout: 15_000 }).toBe(0);
  stuck.destroy();
  expect(await answerTo(ask({ range: 'bytes=0-9' }))).toMatchObject({ status: 206, code: 0 });
});
