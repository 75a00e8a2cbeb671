import { createServer } from 'node:net';
import type { MetadataStore } from '@understudy/metadata-store';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { counted } from '../testing/damage.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

/** A data directory of its own, with the ID of worker a. */
const asA = { UNDERSTUDY_WORKER_ID: 'a' };
const quick = { ...asA, UNDERSTUDY_MEMBER_LEASE_MS: '600' };
const conflicts = (worker: TestWorker) => counted(worker, 'understudy_identity_conflicts_total');
const memberUrl = async () =>
  (await cluster.store.readMembership()).members.find(({ id }) => id === 'a')?.url;

test('a second live worker of one ID is turned away: both tell, and the first stays as it was', async () => {
  const a = await cluster.start('a', quick);
  await cluster.joined(a);
  const { epoch } = await cluster.store.readMembership();
  const copy = await cluster.start('copy', quick);
  const why = await copy.context.failed;
  expect(why).toMatchObject({ code: 'invalid_configuration' });
  expect(why.message).toContain(`worker a is running at ${a.url} (process ${process.pid})`);
  expect(await conflicts(copy)).toBe(1);
  expect(await conflicts(a)).toBe(1);
  // As a process does whose worker failed.
  await copy.context.close();
  expect(await memberUrl()).toBe(a.url);
  expect((await cluster.store.readMembership()).epoch).toBe(epoch);
});

test('a worker that was killed joins at once elsewhere, and again where it was', async () => {
  const hour = { ...asA, UNDERSTUDY_MEMBER_LEASE_MS: '60000' };
  const a = await cluster.start('a', hour);
  await cluster.joined(a);
  await a.crash();
  expect(await memberUrl()).toBe(a.url);
  const moved = await cluster.start('moved', hour);
  await until('it is a member', async () => (await memberUrl()) === moved.url);
  expect(await conflicts(moved)).toBe(0);
});

test('an address that another worker got since is no other holder', async () => {
  const a = await cluster.start('a', { UNDERSTUDY_MEMBER_LEASE_MS: '60000' });
  const other = await cluster.start('other');
  await cluster.joined(a, other);
  const record = (await cluster.store.readMembership()).members.find(({ id }) => id === 'a');
  await a.crash();
  await cluster.store.announce({ ...(record as NonNullable<typeof record>), url: other.url }, 60_000);
  const back = await cluster.start('a');
  await until('it is a member', async () => (await memberUrl()) === back.url);
  expect(await conflicts(other)).toBe(0);
});

test('while its membership lives at an address that does not answer a worker waits; then it joins', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const a = await cluster.start('a');
  await cluster.joined(a);
  const record = (await cluster.store.readMembership()).members.find(({ id }) => id === 'a');
  await a.crash();
  const stopped = { ...(record as NonNullable<typeof record>), url: `http://127.0.0.1:${port}` };
  await cluster.store.announce(stopped, 1_500);
  const before: (string | undefined)[] = [];
  const announce = cluster.store.announce.bind(cluster.store);
  vi.spyOn(cluster.store, 'announce').mockImplementation(async (...announced) => {
    before.push(await memberUrl());
    return announce(...announced);
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const back = await cluster.start('back', { ...quick, UNDERSTUDY_PEER_TIMEOUT_MS: '100' });
  await until('it is a member', async () => (await memberUrl()) === back.url);
  expect(before[0]).toBeUndefined();
});

test('of two that joined at the same time one finds the other, and one stays', async () => {
  let isBlind = true;
  const blindAtFirst = (store: MetadataStore): MetadataStore =>
    new Proxy(store, {
      get(target, name) {
        if (name !== 'readMembership' || !isBlind) return Reflect.get(target, name, target);
        isBlind = false;
        return async () => ({ epoch: 0, members: [] });
      },
    });
  const a = await cluster.start('a', quick);
  await cluster.joined(a);
  const b = await cluster.start('b', quick, undefined, blindAtFirst);
  const failed = await Promise.race([a.context.failed.then(() => a), b.context.failed.then(() => b)]);
  const stays = failed === a ? b : a;
  await failed.context.close();
  await until('the other one is the member', async () => (await memberUrl()) === stays.url);
  expect(await conflicts(stays)).toBe(1);
});
