import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { MetadataStore } from '../../metadata-store.js';
import type { VideoNews } from '../../webhooks.js';
import { type NewBacking, openClients } from './backing.js';

const options = { limit: 100 };
/** Longer than any test. */
const leaseMs = 60_000;
const described: VideoNews = { type: 'described', atMs: 5 };
const started: VideoNews = { type: 'started', artifactId: 'a1', atMs: 6 };
const complete: VideoNews = { type: 'complete', artifactId: 'a1', atMs: 7 };

const failedAt = (knownPieces: number): VideoNews => ({
  ...{ type: 'failed', artifactId: 'a1', code: 'generator_failed', knownPieces, atMs: 8 },
});

async function claimedTypes(store: MetadataStore, hook: string): Promise<string[]> {
  const { messages } = await store.claimMessages(hook, 100, leaseMs);
  return messages.map(({ news }) => news.type).sort();
}

export function describeWebhooks(newBacking: NewBacking): void {
  test('a subscription enqueues its first news once, and comes back as it was told', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    expect(await store.subscribe('h1', 7n, 'seven', described, options)).toEqual({
      enqueued: 1,
      dropped: [],
    });
    expect(await other.subscribe('h1', 7n, 'again', described, options)).toEqual({
      enqueued: 0,
      dropped: [],
    });
    const { messages, outstanding } = await other.claimMessages('h1', 10, leaseMs);
    expect(outstanding).toBe(1);
    expect(messages).toEqual([
      { key: '7/described', contentId: 7n, videoId: 'seven', news: described, attempts: 1 },
    ]);
  });

  test('news goes to every hook of a video, once whoever tells it, and to nobody else', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    await store.subscribe('h1', 1n, 'one', described, options);
    await store.subscribe('h2', 1n, 'uno', described, options);
    await store.subscribe('h3', 2n, 'two', described, options);
    const told = await Promise.all([store, other].map((each) => each.tell(1n, started, options)));
    expect(told.reduce((sum, { enqueued }) => sum + enqueued, 0)).toBe(2);
    expect(await other.tell(9n, started, options)).toEqual({ enqueued: 0, dropped: [] });
    expect(await claimedTypes(store, 'h1')).toEqual(['described', 'started']);
    expect(await claimedTypes(store, 'h2')).toEqual(['described', 'started']);
    expect(await claimedTypes(store, 'h3')).toEqual(['described']);
  });

  test('what was delivered is not enqueued again; a failure further on is', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.subscribe('h1', 1n, 'one', described, options);
    for (const news of [described, failedAt(3), failedAt(3), failedAt(4), complete]) {
      await store.tell(1n, news, options);
    }
    for (const message of (await store.claimMessages('h1', 10, leaseMs)).messages) {
      expect(await store.settleMessage('h1', message)).toBe(true);
    }
    for (const news of [described, failedAt(3), failedAt(4), complete]) {
      expect((await store.tell(1n, news, options)).enqueued).toBe(0);
    }
    expect(await store.claimMessages('h1', 10, leaseMs)).toEqual({ messages: [], outstanding: 0 });
    expect((await store.tell(1n, failedAt(5), options)).enqueued).toBe(1);
  });

  test('of many who claim each message goes to one, until the claim runs out', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    for (let count = 1n; count <= 20n; count += 1n) {
      await store.subscribe('h1', count, `v${count}`, described, options);
    }
    const claims = await Promise.all(
      [store, other, store, other].map((each) => each.claimMessages('h1', 8, 200)),
    );
    const keys = claims.flatMap(({ messages }) => messages.map(({ key }) => key));
    expect(keys).toHaveLength(20);
    expect(new Set(keys).size).toBe(20);
    await expect
      .poll(async () =>
        (await other.claimMessages('h1', 1, leaseMs)).messages.map(({ attempts }) => attempts),
      )
      .toEqual([2]);
  });

  test('a claim that was lost settles nothing', async () => {
    const [store, other = store] = await openClients(newBacking, 2);
    await store.subscribe('h1', 1n, 'one', described, options);
    const [lost] = (await store.claimMessages('h1', 1, 0)).messages;
    await wait(2);
    const [held] = (await other.claimMessages('h1', 1, leaseMs)).messages;
    if (lost === undefined || held === undefined) throw new Error('nothing was claimed');
    expect(await store.settleMessage('h1', lost)).toBe(false);
    expect(await store.settleMessage('h1', lost, 0)).toBe(false);
    expect(await other.settleMessage('h1', held)).toBe(true);
    expect(await other.settleMessage('h1', held)).toBe(false);
    expect((await store.claimMessages('h1', 1, leaseMs)).outstanding).toBe(0);
  });

  test('a message is due when it was put off to, by whoever tells and by whoever settles', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.subscribe('h1', 1n, 'one', described, { ...options, delayMs: 60_000 });
    await store.tell(1n, started, options);
    const [message] = (await store.claimMessages('h1', 10, leaseMs)).messages;
    if (message === undefined) throw new Error('nothing was claimed');
    expect(message.news).toEqual(started);
    expect(await store.settleMessage('h1', message, 1)).toBe(true);
    await wait(3);
    const again = await store.claimMessages('h1', 10, leaseMs);
    expect(again).toEqual({ messages: [{ ...message, attempts: 2 }], outstanding: 2 });
  });

  test('past the limit the oldest of the same hook are dropped', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.subscribe('h2', 1n, 'one', described, options);
    for (let count = 1n; count <= 3n; count += 1n) {
      await store.subscribe('h1', count, `v${count}`, described, { limit: 3 });
      await wait(2);
    }
    expect(await store.subscribe('h1', 4n, 'v4', described, { limit: 2 })).toEqual({
      enqueued: 1,
      dropped: [
        { hook: 'h1', key: '1/described' },
        { hook: 'h1', key: '2/described' },
      ],
    });
    const { messages, outstanding } = await store.claimMessages('h1', 10, leaseMs);
    expect(messages.map(({ videoId }) => videoId)).toEqual(['v3', 'v4']);
    expect(outstanding).toBe(2);
    expect((await store.claimMessages('h2', 10, leaseMs)).outstanding).toBe(1);
  });

  test('a video that is forgotten takes its messages with it, and no others', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.subscribe('h1', 1n, 'one', described, options);
    await store.subscribe('h2', 1n, 'one', described, options);
    await store.subscribe('h1', 11n, 'eleven', described, options);
    await store.tell(1n, started, options);
    const [claimed] = (await store.claimMessages('h2', 1, leaseMs)).messages;
    await store.forgetSubscriptions(1n);
    await store.forgetSubscriptions(1n);
    expect((await store.tell(1n, complete, options)).enqueued).toBe(0);
    if (claimed !== undefined) expect(await store.settleMessage('h2', claimed, 0)).toBe(false);
    expect((await store.claimMessages('h2', 10, leaseMs)).outstanding).toBe(0);
    const { messages } = await store.claimMessages('h1', 10, leaseMs);
    expect(messages.map(({ videoId }) => videoId)).toEqual(['eleven']);
  });

  test('options and names out of bounds are refused', async () => {
    const [store] = await openClients(newBacking, 1);
    const refused = { code: 'internal' };
    const subscribe = (hook: string, videoId: string, limits: { limit: number; delayMs?: number }) =>
      store.subscribe(hook, 1n, videoId, described, limits);
    await expect(subscribe('h{1}', 'one', options)).rejects.toMatchObject(refused);
    await expect(subscribe('h1', '', options)).rejects.toMatchObject(refused);
    await expect(subscribe('h1', 'one', { limit: 0 })).rejects.toMatchObject(refused);
    await expect(subscribe('h1', 'one', { limit: 1, delayMs: -1 })).rejects.toMatchObject(refused);
  });
}
