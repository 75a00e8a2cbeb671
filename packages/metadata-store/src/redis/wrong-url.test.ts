import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import {
  type Certificates,
  makeCertificates,
  type RedisClusterServers,
  type RedisServer,
  startRedisCluster,
  startRedisServer,
} from '../testing/index.js';

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;
const commandTimeoutMs = 500;

let certificates: Certificates;
let plain: RedisServer;
let withTls: RedisServer;
let cluster: RedisClusterServers;
beforeAll(async () => {
  certificates = await makeCertificates();
  plain = await startRedisServer();
  withTls = await startRedisServer([], certificates);
  cluster = await startRedisCluster();
}, startTimeoutMs);
afterAll(async () => {
  await plain.stop();
  await withTls.stop();
  await cluster.stop();
  await certificates.remove();
});

/** Why it is away, as it is told at the start, and to whoever asks it something. */
async function toldBy(url: string): Promise<{ start: string; asked: string }> {
  const causes: unknown[] = [];
  const store = await openMetadataStore(url, {
    commandTimeoutMs,
    onReachable: (_, cause) => causes.push(cause),
  });
  onTestFinished(() => store.close());
  expect(store.reachable).toBe(false);
  const error = (await store.createDescription('d', '{}').catch((thrown: unknown) => thrown)) as Error;
  expect(error).toMatchObject({ code: 'metadata_unavailable' });
  return { start: (causes[0] as Error).message, asked: String((error.cause as Error).message) };
}

test.each([
  [
    'TLS to a Redis without',
    () => `rediss://127.0.0.1:${plain.port}`,
    /; if this Redis has no TLS, the URL begins with redis:/,
  ],
  [
    'no TLS to a Redis with nothing else',
    () => `redis://127.0.0.1:${withTls.port}`,
    /^read ECONNRESET; if this Redis has TLS, the URL begins with rediss:/,
  ],
  [
    'a cluster, to a Redis that is none',
    () => `redis+cluster://127.0.0.1:${plain.port}`,
    /cluster support disabled: it is no cluster, so its URL is redis:/,
  ],
  [
    'TLS to a cluster without',
    () => `${cluster.url}?tls=true`,
    /; if this Redis has no TLS, the URL begins with redis:.* no tls=true/,
  ],
  [
    'Sentinel, to a server',
    () => `redis+sentinel://127.0.0.1:${plain.port}?name=mymaster`,
    /unknown command 'sentinel': it is no sentinel; the URL of the server itself is redis:/,
  ],
])('%s: what is wrong is told, and what would be right', async (_what, url, message) => {
  const { start, asked } = await toldBy(url());
  expect(start).toMatch(message);
  expect(asked).toMatch(message);
});

test('one server, to a node of a cluster: what is asked of it tells that', async () => {
  const store = await openMetadataStore(cluster.url.replace('redis+cluster', 'redis').replace(/,.*/, ''));
  onTestFinished(() => store.close());
  const leases = Array.from({ length: 10 }, (_, index) => store.acquireLease(`k${index}`, 'a', 1000));
  const failed = (await Promise.allSettled(leases)).filter(({ status }) => status === 'rejected');
  expect(failed.length).toBeGreaterThan(0);
  for (const each of failed) {
    expect(each).toMatchObject({
      reason: { message: expect.stringContaining('its URL is redis+cluster://') },
    });
  }
});
