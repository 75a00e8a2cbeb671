import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import {
  type Certificates,
  describeMetadataStore,
  freshPrefix,
  makeCertificates,
  type RedisClusterServers,
  type RedisServer,
  startRedisCluster,
  startRedisServer,
} from '../testing/index.js';

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;

let certificates: Certificates;
let server: RedisServer;
let cluster: RedisClusterServers;
beforeAll(async () => {
  certificates = await makeCertificates();
  server = await startRedisServer(['--tls-auth-clients', 'yes'], certificates);
  cluster = await startRedisCluster({ certificates });
}, startTimeoutMs);
afterAll(async () => {
  await server.stop();
  await cluster.stop();
  await certificates.remove();
});

const withCertificate = () => `${server.url}&cert=${certificates.cert}&key=${certificates.key}`;

describeMetadataStore('Redis by TLS', freshPrefix(withCertificate));

test('every node of a cluster is reached by TLS', async () => {
  const store = await openMetadataStore(cluster.url, { requireDurable: true });
  expect(await store.createDescription('d', '{}')).toEqual({ contentId: 1n, created: true });
  // Keys in slots of all nodes.
  for (let count = 0; count < 30; count += 1) {
    expect(await store.acquireLease(`k${count}`, 'a', 60_000)).toEqual({ acquired: true, token: 1 });
  }
  await store.close();
});

test.each([
  ['an authority that is not trusted', () => withCertificate().replace(/ca=[^&]*&/, '')],
  ['no certificate to show', () => server.url],
  ['a certificate for another name', () => `${withCertificate()}&servername=other.example`],
  ['no TLS', () => `redis://127.0.0.1:${server.port}`],
])('%s: the store stays away', async (_what, url) => {
  const causes: unknown[] = [];
  const store = await openMetadataStore(url(), {
    commandTimeoutMs: 300,
    onReachable: (_, cause) => causes.push(cause),
  });
  expect(store.reachable).toBe(false);
  expect(causes).toEqual([expect.any(Error)]);
  await store.close();
});
