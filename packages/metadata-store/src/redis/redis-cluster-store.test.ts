import { afterAll, beforeAll } from 'vitest';
import {
  describeMetadataStore,
  freshPrefix,
  type RedisClusterServers,
  startRedisCluster,
} from '../testing/index.js';

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;

let cluster: RedisClusterServers;
beforeAll(async () => {
  cluster = await startRedisCluster();
}, startTimeoutMs);
afterAll(() => cluster.stop());

describeMetadataStore(
  'Redis Cluster',
  freshPrefix(() => cluster.url),
);
