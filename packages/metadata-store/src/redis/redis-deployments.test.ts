import { afterAll, beforeAll, describe } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import {
  type Certificates,
  describeMetadataStore,
  makeCertificates,
  type RedisClusterServers,
  type RedisSentinels,
  type RedisServer,
  startRedisCluster,
  startRedisSentinels,
  startRedisServer,
} from '../testing/index.js';

let tests = 0;
/** Each test has keys of its own in the same Redis. */
const backing =
  (url: () => string, waitReplicas = 0) =>
  async () => {
    tests += 1;
    const keyPrefix = `test-${tests}:`;
    return {
      open: () => openMetadataStore(url(), { keyPrefix, requireDurable: true, waitReplicas }),
      remove: async () => {},
    };
  };

describe('Sentinel', () => {
  let sentinels: RedisSentinels;
  beforeAll(async () => {
    sentinels = await startRedisSentinels();
  });
  afterAll(() => sentinels.stop());
  describeMetadataStore(
    'a master with a replica that is waited for',
    backing(() => sentinels.url, 1),
  );
});

describe('Cluster', () => {
  let cluster: RedisClusterServers;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  describeMetadataStore(
    'three masters',
    backing(() => cluster.url),
  );
});

describe('TLS', () => {
  let certificates: Certificates;
  let server: RedisServer;
  beforeAll(async () => {
    certificates = await makeCertificates();
    server = await startRedisServer(['--tls-auth-clients', 'yes'], certificates);
  });
  afterAll(async () => {
    await server.stop();
    await certificates.remove();
  });
  describeMetadataStore(
    'a server that asks for a certificate',
    backing(() => `${server.url}&cert=${certificates.cert}&key=${certificates.key}`),
  );
});

describe('TLS in a cluster', () => {
  let certificates: Certificates;
  let cluster: RedisClusterServers;
  beforeAll(async () => {
    certificates = await makeCertificates();
    cluster = await startRedisCluster({ certificates });
  });
  afterAll(async () => {
    await cluster.stop();
    await certificates.remove();
  });
  describeMetadataStore(
    'three masters',
    backing(() => cluster.url),
  );
});
