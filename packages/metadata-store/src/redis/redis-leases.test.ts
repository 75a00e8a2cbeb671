import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { redisCli, startRedisServer } from '../testing/index.js';

const key = 'understudy:lease:{art}:generate:art';
const daysMs = 24 * 3_600 * 1_000;

test('a lease is forgotten 30 days after it was taken or renewed last, and released it keeps its token until then', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const store = await openMetadataStore(server.url);
  onTestFinished(() => store.close());
  const expectToStay = async () => {
    const leftMs = Number(await redisCli(server.port, 'pttl', key));
    expect(leftMs).toBeGreaterThan(29 * daysMs);
    expect(leftMs).toBeLessThanOrEqual(30 * daysMs);
  };
  /** As if so much of that time were over. */
  const soon = () => redisCli(server.port, 'pexpire', key, '50000');

  await store.acquireLease('generate:art', 'a', 1_000);
  await expectToStay();
  await soon();
  await store.renewLease('generate:art', 'a', 1, 1_000);
  await expectToStay();
  await store.releaseLease('generate:art', 'a', 1);
  await expectToStay();
  await soon();
  expect(await store.acquireLease('generate:art', 'b', 1_000)).toEqual({ acquired: true, token: 2 });
  await expectToStay();
});
