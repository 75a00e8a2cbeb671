import { afterAll, beforeAll } from 'vitest';
import {
  describeMetadataStore,
  freshPrefix,
  type RedisSentinels,
  startRedisSentinels,
} from '../testing/index.js';

/** Several servers that have to find each other, on a busy machine. */
const startTimeoutMs = 60_000;

let sentinels: RedisSentinels;
beforeAll(async () => {
  sentinels = await startRedisSentinels();
}, startTimeoutMs);
afterAll(() => sentinels.stop());

describeMetadataStore(
  'Redis by Sentinel, with a replica that is waited for',
  freshPrefix(() => sentinels.url, { waitReplicas: 1 }),
);
