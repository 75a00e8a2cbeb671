import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { redisCli, startRedisServer } from '../testing/index.js';

const daysMs = 24 * 3_600 * 1_000;
const forGood = -1;

test('the leases of an artifact that was forgotten go 30 days later, unless it is made again', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const store = await openMetadataStore(server.url);
  onTestFinished(() => store.close());
  const leftMs = async (purpose: string) =>
    Number(await redisCli(server.port, 'pttl', `understudy:lease:{art}:${purpose}:art`));

  for (const purpose of ['generate', 'archive']) {
    await store.acquireLease(`${purpose}:art`, 'a', 1_000);
    await store.renewLease(`${purpose}:art`, 'a', 1, 1_000);
    expect(await leftMs(purpose)).toBe(forGood);
  }
  await store.forgetArtifact('art');
  for (const purpose of ['generate', 'archive']) {
    expect(await leftMs(purpose)).toBeGreaterThan(29 * daysMs);
    expect(await leftMs(purpose)).toBeLessThanOrEqual(30 * daysMs);
  }
  await store.releaseLease('generate:art', 'a', 1);
  expect(await store.acquireLease('generate:art', 'b', 1_000)).toEqual({ acquired: true, token: 2 });
  expect(await leftMs('generate')).toBe(forGood);
});
