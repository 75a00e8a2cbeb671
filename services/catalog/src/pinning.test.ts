import { artifactIdOf } from '@understudy/artifact';
import { type Description, descriptionDigest } from '@understudy/description';
import { poolOf } from '@understudy/metadata-store';
import { expect, test, vi } from 'vitest';
import { description, startCatalog } from './testing/start-catalog.js';

const fingerprints = ['e'.repeat(64), 'f'.repeat(64)] as const;
const worker = (id: string, pool: 1 | 2) => ({
  id,
  url: `http://127.0.0.1:1/${id}`,
  zone: 'a',
  capacity: 1,
  warmth: 1,
  state: 'active' as const,
  generators: [`ffmpeg@${pool}#${fingerprints[pool - 1]}`],
  pid: 1,
  pool,
});

async function start() {
  const catalog = await startCatalog({ UNDERSTUDY_MEMBERSHIP_POLL_MS: '50' });
  const { context, ids, post } = catalog;
  return {
    ...catalog,
    /** Makes these the members. */
    async become(...workers: readonly ReturnType<typeof worker>[]) {
      for (const { id } of context.membership.current?.members ?? []) await context.store.leave(id);
      for (const each of workers) await context.store.announce(each, 60_000);
      await vi.waitFor(() => expect(context.membership.current?.members).toEqual(workers), 10_000);
    },
    /** Describes a video; the pool that it is pinned to. */
    async describe(title: string) {
      const { id } = (await post('/v1/videos', { ...description, title })).json();
      return { id: id as string, pool: poolOf(ids.decode(id) as bigint) };
    },
  };
}

test('a new video is pinned to the pool that leads, and stays pinned; without workers to none', async () => {
  const { become, describe } = await start();
  expect(await describe('nobody')).toMatchObject({ pool: 0 });
  await become(worker('a', 1), worker('b', 1), worker('c', 1));
  expect(await describe('before')).toMatchObject({ pool: 1 });
  await become(worker('a', 2), worker('b', 1), worker('c', 1));
  expect(await describe('first')).toMatchObject({ pool: 1 });
  await become(worker('a', 2), worker('b', 2), worker('c', 1));
  expect(await describe('second')).toMatchObject({ pool: 2 });
  expect(await describe('before')).toMatchObject({ pool: 1 });
  // Taken back.
  await become(worker('a', 2), worker('b', 1), worker('c', 1));
  expect(await describe('third')).toMatchObject({ pool: 1 });
});

test('the state is that of the pool that makes it now', async () => {
  const { become, describe, get, context } = await start();
  await become(worker('a', 1), worker('b', 1), worker('c', 2));
  const { id } = await describe('pinned');
  const digest = descriptionDigest({ ...description, title: 'pinned' } as Description);
  const [old, fresh] = fingerprints.map((fingerprint) => artifactIdOf(digest, fingerprint)) as [
    string,
    string,
  ];
  await context.store.recordHolder(old, { worker: 'a', bytes: 7, complete: true });
  await context.store.recordSegment(fresh, { piece: '0', length: 1, sha256: 'x' }, undefined);
  const stateOf = async () => (await get(`/v1/videos/${id}`)).json().state;
  expect(await stateOf()).toBe('complete');
  await become(worker('a', 2), worker('b', 1), worker('c', 2));
  expect(await stateOf()).toBe('complete');
  await become(worker('a', 2), worker('b', 2), worker('c', 2));
  expect(await stateOf()).toBe('generating');
});
