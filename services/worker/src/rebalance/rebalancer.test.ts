import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Member } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import { createLogger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';
import { ArtifactStore } from '../store/artifact-store.js';
import { testCanonical } from '../testing/test-description.js';
import { OwnerClient } from './owner-client.js';
import { Rebalancer } from './rebalancer.js';
import { TargetStates } from './target-state.js';

/** Three workers, and every video belongs on the other two. */
const view = {
  epoch: 1,
  member: (id: string) => ({ id, state: 'active', url: `http://${id}` }) as Member,
  owners: () => ({ master: 'b', replica: 'c' }),
} as unknown as MembershipView;

/** A worker `a` with copies of `contentIds`; `answerFor` is what the others say of each. */
async function rebalancing(
  contentIds: readonly bigint[],
  removeCopy: () => Promise<boolean>,
  answerFor: (contentId: string) => string,
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-rebalance-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const store = await ArtifactStore.open(dataDir, 'f'.repeat(64));
  const makeCopy = async (contentId: bigint) => {
    const writer = await store.getOrCreate(contentId, testCanonical).openWriter('init');
    await writer.append(0, Buffer.from('init'));
    await writer.seal(4);
  };
  for (const contentId of contentIds) await makeCopy(contentId);
  const events = createEvents(createLogger('silent', {}), new Registry());
  const rebalancer = new Rebalancer({
    selfId: 'a',
    view: () => view,
    copies: () => store.all(),
    copyOf: (contentId) => store.get(contentId),
    isRunning: () => false,
    removeCopy,
    suspect: () => undefined,
    isReplicated: () => true,
    staysHere: () => false,
    owners: new OwnerClient({
      client: {
        json: async <T>({ json }: { json: unknown }) => {
          const { copies } = json as { copies: { contentId: string }[] };
          return { copies: copies.map(({ contentId }) => answerFor(contentId)) } as T;
        },
      } as Pick<PeerClient, 'json'>,
      selfUrl: () => 'http://a',
      timeoutMs: 1_000,
      onFailure: () => undefined,
    }),
    targets: new TargetStates(),
    settleMs: 0,
    recheckMs: 60_000,
    events,
  });
  onTestFinished(() => rebalancer.close());
  return { rebalancer, events, makeCopy };
}

test('a copy that the disk does not let go of is told, and tried again', async () => {
  const removeCopy = vi
    .fn(async () => true)
    .mockRejectedValueOnce(Object.assign(new Error('the disk'), { code: 'EIO' }));
  const { rebalancer, events } = await rebalancing([1n], removeCopy, () => 'keeps');
  const told = vi.spyOn(events, 'copyNotRemoved');
  rebalancer.membershipChanged();
  await expect.poll(() => rebalancer.settledEpoch).toBe(1);
  expect(told).toHaveBeenCalledOnce();
  expect(removeCopy).toHaveBeenCalledTimes(2);
  expect(rebalancer.pending).toBe(0);
});

test('a membership is settled once what was here is in place, however many copies come after it', async () => {
  // The first is on its way to where it belongs, until it is there; those that come later always are.
  let first = 'coming';
  const answerFor = (contentId: string) => (contentId === '1' ? first : 'coming');
  const { rebalancer, makeCopy } = await rebalancing([1n], async () => true, answerFor);
  rebalancer.membershipChanged();
  await expect.poll(() => rebalancer.pending).toBe(1);
  for (const contentId of [2n, 3n]) {
    await makeCopy(contentId);
    rebalancer.copyChanged(contentId);
  }
  expect(rebalancer.settledEpoch).toBe(0);
  first = 'keeps';
  await expect.poll(() => rebalancer.settledEpoch).toBe(1);
  expect(rebalancer.pending).toBe(2);
});
