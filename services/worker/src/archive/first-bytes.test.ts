import { type S3Server, startS3Server } from '@understudy/archive/testing';
import type { MetadataStore } from '@understudy/metadata-store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let server: S3Server;
let cluster: TestCluster;
beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server.stop());
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

test('the master reads what the cluster has accepted without a manifest, gives it out without a lease, and seals it with one', async () => {
  let go = () => {};
  let mayAsk = Promise.resolve();
  const slow = (store: MetadataStore) =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (name !== 'acquireLease') return member;
        return async (...asked: Parameters<MetadataStore['acquireLease']>) => {
          await mayAsk;
          return target.acquireLease(...asked);
        };
      },
    });
  const env = {
    UNDERSTUDY_ARCHIVE_URL: server.archiveUrl,
    UNDERSTUDY_ARCHIVE_SWEEP_MS: '50',
    UNDERSTUDY_PLAYER_LINGER_MS: '0',
  };
  const [a, b] = (await Promise.all(['a', 'b'].map((id) => cluster.start(id, env, undefined, slow)))) as [
    TestWorker,
    TestWorker,
  ];
  await cluster.joined(a, b);
  const contentId = await cluster.describe('archived', 2);
  await cluster.get(a.url, contentId, 'video.mp4');
  const artifactId = a.context.store.get(contentId)?.artifactId as string;
  await until('it is archived', () => a.context.archive?.isArchived(artifactId) ?? false);
  for (const { context } of [a, b]) {
    await until('it is complete', () => context.store.get(contentId)?.isComplete() === true);
  }
  for (const { context } of [a, b]) await until('it is lost', () => context.removeCopy(contentId));
  for (const { generator } of [a, b]) generator.runs.length = 0;

  const master = a.context.view().owners(contentId).master === 'a' ? a : b;
  const before = (await server.requests()).length;
  mayAsk = new Promise<void>((resolve) => {
    go = resolve;
  });
  const playing = cluster.get(master.url, contentId, 'video.mp4');
  const artifact = () => master.context.store.get(contentId);
  await until('its first bytes can be read', () => (artifact()?.state(0)?.length ?? 0) > 0);
  expect(artifact()?.sealedPieces()).toEqual([]);
  go();
  expect((await playing).body.equals(scriptedVideo(2))).toBe(true);
  const asked = (await server.requests()).slice(before).filter((line) => line.startsWith('GET'));
  expect(asked).toEqual([expect.stringContaining(`videos/${artifactId}`)]);
  expect([...a.generator.runs, ...b.generator.runs]).toEqual([]);
});
