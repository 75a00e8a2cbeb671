import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { type Certificates, makeCertificates } from '@understudy/metadata-store/testing';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

/** As large as the scripts of a page. */
const page = randomBytes(1_000_000);
let certificates: Certificates;
let catalog: FastifyInstance;
let router: TestRouter;
let clients: { destroy(): unknown }[] = [];
beforeEach(async () => {
  certificates = await makeCertificates();
  catalog = fastify();
  catalog.get('/make', (_request, reply) => reply.send(page));
  catalog.get('/v1/videos/a', () => ({}));
  router = await TestRouter.start(Buffer.alloc(1), {
    UNDERSTUDY_CATALOG_URL: await catalog.listen({ host: '127.0.0.1', port: 0 }),
    UNDERSTUDY_CATALOG_TIMEOUT_MS: '1000',
    UNDERSTUDY_TLS_CERT: certificates.cert,
    UNDERSTUDY_TLS_KEY: certificates.key,
  });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await router.close();
  catalog.server.closeAllConnections();
  await catalog.close();
  await certificates.remove();
});

function session(settings = {}, localAddress = '127.0.0.1') {
  const options = { ca: readFileSync(certificates.ca), settings, localAddress };
  const opened = connect(router.url, options);
  clients.push(opened);
  opened.on('error', () => {});
  return opened;
}

test('pages that nobody reads do not keep others from the catalog', async () => {
  const attacker = session({ initialWindowSize: 0 });
  const held = Array.from({ length: 90 }, () => attacker.request({ ':path': '/make' }));
  for (const stream of held) stream.on('error', () => {});
  await Promise.all(held.slice(0, 60).map((stream) => once(stream, 'response')));
  const good = session();
  for (let each = 0; each < 3; each += 1) {
    const stream = good.request({ ':path': '/v1/videos/a' });
    stream.resume();
    const [headers] = await once(stream, 'response');
    expect(headers[':status']).toBe(200);
  }
  const reading = good.request({ ':path': '/make' });
  const chunks: Buffer[] = [];
  for await (const chunk of reading) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(page)).toBe(true);
  // Those that nobody reads are cut, so that they keep half of the connections at most.
  await expect.poll(() => held.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(90 - 64);
});

test('while clients hold all connections to the catalog, nobody waits for one without an end', async () => {
  // None has more than its share, and none is old.
  const holders = Array.from({ length: 8 }, (_, index) =>
    session({ initialWindowSize: 0 }, `127.0.0.${index + 2}`),
  );
  const held = holders.flatMap((holder) =>
    Array.from({ length: 8 }, () => holder.request({ ':path': '/make' })),
  );
  for (const stream of held) stream.on('error', () => {});
  await Promise.all(held.map((stream) => once(stream, 'response')));
  const waiting = session().request({ ':path': '/v1/videos/a' });
  const [headers] = await once(waiting.resume(), 'response');
  expect(headers).toMatchObject({ ':status': 503, 'retry-after': '5' });
  expect(held.filter(({ closed }) => closed)).toEqual([]);
});
