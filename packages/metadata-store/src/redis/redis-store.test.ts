import { afterAll, beforeAll } from 'vitest';
import { describeMetadataStore, freshPrefix, type RedisServer, startRedisServer } from '../testing/index.js';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

describeMetadataStore(
  'Redis',
  freshPrefix(() => server.url),
);
