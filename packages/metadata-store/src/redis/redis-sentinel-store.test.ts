import { afterAll, beforeAll } from 'vitest';
import {
  describeMetadataStore,
  freshPrefix,
  type RedisSentinels,
  startRedisSentinels,
} from '../testing/index.js';

let sentinels: RedisSentinels;
beforeAll(async () => {
  sentinels = await startRedisSentinels();
});
afterAll(() => sentinels.stop());

describeMetadataStore(
  'Redis by Sentinel, with a replica that is waited for',
  freshPrefix(() => sentinels.url, { waitReplicas: 1 }),
);
