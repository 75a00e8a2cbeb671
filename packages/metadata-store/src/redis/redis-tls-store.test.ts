import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

let certificates: Certificates;
let server: RedisServer;
let cluster: RedisClusterServers;
beforeAll(async () => {
  certificates = await makeCertificates();
  server = await startRedisServer(['--tls-auth-clients', 'yes'], certificates);
  cluster = await startRedisCluster({ certificates });
});
afterAll(async () => {
  await server.stop();
  await cluster.stop();
  await certificates.remove();
});

const withCertificate = () => `${server.url}&cert=${certificates.cert}&key=${certificates.key}`;

describe('one server', () => describeMetadataStore('Redis by TLS', freshPrefix(withCertificate)));
describe('a cluster', () =>
  describeMetadataStore(
    'Redis Cluster by TLS',
    freshPrefix(() => cluster.url),
  ));

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
