import { afterAll, beforeAll } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { describeMetadataStore, type RedisServer, startRedisServer } from '../testing/index.js';

let server: RedisServer;
let tests = 0;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

describeMetadataStore('Redis', async () => {
  tests += 1;
  const keyPrefix = `test-${tests}:`;
  return {
    open: () => openMetadataStore(server.url, { keyPrefix }),
    remove: async () => {},
  };
});
