import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Member } from '@understudy/metadata-store';
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

test('a copy that the disk does not let go of is told, and tried again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-rebalance-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const store = await ArtifactStore.open(dataDir, 'f'.repeat(64));
  const artifact = store.getOrCreate(1n, testCanonical);
  const writer = await artifact.openWriter('init');
  await writer.append(0, Buffer.from('init'));
  await writer.seal(4);
  const events = createEvents(createLogger('silent', {}), new Registry());
  const told = vi.spyOn(events, 'copyNotRemoved');
  const removeCopy = vi
    .fn(async () => true)
    .mockRejectedValueOnce(Object.assign(new Error('the disk'), { code: 'EIO' }));
  const rebalancer = new Rebalancer({
    selfId: 'a',
    view: () => view,
    copies: () => store.all(),
    copyOf: (contentId) => store.get(contentId),
    isRunning: () => false,
    removeCopy,
    suspect: () => undefined,
    isReplicated: () => true,
    owners: new OwnerClient({
      client: { json: async <T>() => ({ copies: ['keeps'] }) as T },
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
  rebalancer.membershipChanged();
  await expect.poll(() => rebalancer.settledEpoch).toBe(1);
  expect(told).toHaveBeenCalledOnce();
  expect(removeCopy).toHaveBeenCalledTimes(2);
  expect(rebalancer.pending).toBe(0);
});
