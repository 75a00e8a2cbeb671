import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { redisCli, startRedisServer } from '../testing/index.js';

test('what services of before the order have described, and deleted, is read in order all the same', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const store = await openMetadataStore(server.url);
  onTestFinished(() => store.close());
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => store.createDescription(`d${index}`, `${index}`)),
  );
  const order = 'understudy:{catalog}:order';
  const idsNow = async () =>
    (await store.readDescriptions(undefined, 1_000)).descriptions.map(({ contentId }) => Number(contentId));
  const all = Array.from({ length: 300 }, (_, index) => 300 - index);

  await redisCli(server.port, 'del', order);
  expect(await idsNow()).toEqual(all);
  // Deleted by one that did not know of the order: no description, and still in it.
  await redisCli(server.port, 'zadd', order, '0', '00000000000000000700');
  expect(await idsNow()).toEqual(all);
  expect(await redisCli(server.port, 'zcard', order)).toMatch(/^300\b/);
});
