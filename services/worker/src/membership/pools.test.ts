import { type ArtifactStatus, artifactPath } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ScriptedGenerator, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';

const newer = '6'.repeat(64);
let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const statusOf = (worker: TestWorker, contentId: bigint) =>
  cluster.client
    .json<ArtifactStatus>({
      method: 'GET',
      url: worker.url,
      path: artifactPath(contentId, 'status'),
      headTimeoutMs: 1_000,
    })
    .catch(() => undefined);

test('a copy is only asked of, and read from, workers that make the same bytes', async () => {
  const old = await cluster.start('old');
  const fresh = [
    await cluster.start('fresh1', {}, new ScriptedGenerator({ fingerprint: newer })),
    await cluster.start('fresh2', {}, new ScriptedGenerator({ fingerprint: newer })),
  ] as const;
  await cluster.joined(old, ...fresh);
  const contentId = await cluster.describe('pools', 2);
  for (const worker of [old, ...fresh]) {
    const others = worker.context.view().othersInOrder(contentId);
    expect(others.map(({ id }) => id)).toEqual(
      worker === old ? [] : [worker === fresh[0] ? 'fresh2' : 'fresh1'],
    );
  }

  const first = await cluster.get(fresh[0].url, contentId, 'video.mp4');
  expect(first.body.equals(scriptedVideo(2))).toBe(true);
  await vi.waitFor(
    async () => expect(await statusOf(fresh[1], contentId)).toMatchObject({ complete: true }),
    5_000,
  );
  expect(await statusOf(old, contentId)).toBeUndefined();
  expect(fresh[1].generator.runs).toEqual([]);

  const before = await cluster.get(old.url, contentId, 'video.mp4');
  expect(before.headers.etag).not.toBe(first.headers.etag);
  expect(old.generator.runs).toEqual([0, 1]);
});

test('a worker with another generator leaves what it made before alone, and has it again when it is taken back', async () => {
  const before = await cluster.start('a');
  const contentId = await cluster.describe('back', 2);
  const { headers } = await cluster.get(before.url, contentId, 'video.mp4');
  await before.crash();
  const changed = await cluster.start('a', {}, new ScriptedGenerator({ fingerprint: newer }));
  expect((await cluster.get(changed.url, contentId, 'video.mp4')).headers.etag).not.toBe(headers.etag);
  expect(changed.generator.runs).toEqual([0, 1]);
  await changed.crash();
  const back = await cluster.start('a');
  expect((await cluster.get(back.url, contentId, 'video.mp4')).headers.etag).toBe(headers.etag);
  expect(back.generator.runs).toEqual([]);
});
