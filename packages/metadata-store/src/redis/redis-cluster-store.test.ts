import { afterAll, beforeAll } from 'vitest';
import {
  describeMetadataStore,
  freshPrefix,
  type RedisClusterServers,
  startRedisCluster,
} from '../testing/index.js';

let cluster: RedisClusterServers;
beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster.stop());

describeMetadataStore(
  'Redis Cluster',
  freshPrefix(() => cluster.url),
);
