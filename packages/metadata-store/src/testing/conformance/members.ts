import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Member, Membership } from '../../membership.js';
import { testMember } from '../test-member.js';
import { type NewBacking, openClients } from './backing.js';

const longLeaseMs = 60_000;

export function describeMembers(newBacking: NewBacking): void {
  test('starts with nobody', async () => {
    const [store] = await openClients(newBacking, 1);
    expect((await store.readMembership()).members).toEqual([]);
  });

  test('members are read as announced, sorted by ID, by every client', async () => {
    const [store, other] = await openClients(newBacking, 2);
    await store.announce(testMember('w2', { capacity: 0.5, warmth: 0.25, generators: [] }), longLeaseMs);
    await store.announce(testMember('__proto__'), longLeaseMs);
    const { epoch } = await store.announce(testMember('w1', { zone: 'b', pool: 7 }), longLeaseMs);
    expect(await other?.readMembership()).toEqual({
      epoch,
      members: [
        testMember('__proto__'),
        testMember('w1', { zone: 'b', pool: 7 }),
        testMember('w2', { capacity: 0.5, warmth: 0.25, generators: [] }),
      ],
    });
  });

  test('the epoch rises with every change and not with a heartbeat', async () => {
    const [store] = await openClients(newBacking, 1);
    const changes: Partial<Member>[] = [
      {},
      { url: 'http://127.0.0.1:1' },
      { zone: 'z' },
      { capacity: 2 },
      { warmth: 0.5 },
      { state: 'draining' },
      { generators: ['ffmpeg-2'] },
      { pool: 2 },
      { pool: 3 },
    ];
    let last = (await store.readMembership()).epoch;
    for (const change of changes) {
      const { epoch } = await store.announce(testMember('w1', change), longLeaseMs);
      expect(epoch).toBeGreaterThan(last);
      expect(await store.announce(testMember('w1', change), longLeaseMs)).toEqual({ epoch });
      expect((await store.readMembership()).epoch).toBe(epoch);
      last = epoch;
    }
    await store.leave('w1');
    const after = await store.readMembership();
    expect(after.members).toEqual([]);
    expect(after.epoch).toBeGreaterThan(last);
    await store.leave('w1');
    expect(await store.readMembership()).toEqual(after);
  });

  test('whose lease ran out is removed once, for all', async () => {
    const [store, other] = await openClients(newBacking, 2);
    await store.announce(testMember('stays'), longLeaseMs);
    const { epoch } = await store.announce(testMember('goes'), 500);
    expect((await store.readMembership()).members).toHaveLength(2);
    await wait(520);
    const results = await Promise.all([store.readMembership(), other?.readMembership()]);
    for (const result of results)
      expect(result).toEqual({
        ...{ epoch: epoch + 1, members: [testMember('stays')] },
        lost: [{ id: 'goes', atMs: expect.any(Number) }],
      });
  });

  test('whose lease ran out, draining or not, is lost until it is back; who leaves is not', async () => {
    const [store, other] = await openClients(newBacking, 2);
    const lost = async () => ((await other?.readMembership())?.lost ?? []).map(({ id }) => id);
    await store.announce(testMember('leaves', { state: 'draining' }), 500);
    await store.announce(testMember('__proto__', { state: 'draining' }), 500);
    await store.announce(testMember('goes'), 500);
    const { epoch } = await store.readMembership();
    await store.leave('leaves');
    await wait(520);
    expect((await lost()).toSorted()).toEqual(['__proto__', 'goes']);
    expect((await store.readMembership()).epoch).toBeGreaterThan(epoch);
    await store.announce(testMember('goes'), longLeaseMs);
    expect(await lost()).toEqual(['__proto__']);
    await store.announce(testMember('__proto__'), longLeaseMs);
    expect(await store.readMembership()).not.toHaveProperty('lost');
    await store.leave('goes');
    expect(await lost()).toEqual([]);
  });

  test('a heartbeat keeps a member', async () => {
    const [store] = await openClients(newBacking, 1);
    for (let beat = 0; beat < 4; beat += 1) {
      await store.announce(testMember('w1'), 1000);
      await wait(300);
    }
    expect((await store.readMembership()).members).toHaveLength(1);
  });

  test('the wish to drain survives announcements and ends with the wish to be active', async () => {
    const [store] = await openClients(newBacking, 1);
    const { epoch } = await store.announce(testMember('w1'), longLeaseMs);
    expect(await store.setMemberState('w1', 'draining')).toBe(true);
    await store.announce(testMember('w1'), longLeaseMs);
    const draining = await store.readMembership();
    expect(draining.members).toEqual([testMember('w1', { state: 'draining' })]);
    expect(draining.epoch).toBeGreaterThan(epoch);
    expect(await store.setMemberState('w1', 'draining')).toBe(true);
    expect(await store.readMembership()).toEqual(draining);

    expect(await store.setMemberState('w1', 'active')).toBe(true);
    const active = await store.readMembership();
    expect(active.members).toEqual([testMember('w1')]);
    expect(active.epoch).toBeGreaterThan(draining.epoch);
  });

  test('a worker that drains by itself stays draining, whatever the operator wishes', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.announce(testMember('w1', { state: 'draining' }), longLeaseMs);
    await store.setMemberState('w1', 'active');
    expect((await store.readMembership()).members[0]?.state).toBe('draining');
  });

  test('the wish to drain ends when the member leaves', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.announce(testMember('w1'), longLeaseMs);
    await store.setMemberState('w1', 'draining');
    await store.leave('w1');
    expect(await store.setMemberState('w1', 'draining')).toBe(false);
    await store.announce(testMember('w1'), longLeaseMs);
    expect((await store.readMembership()).members).toEqual([testMember('w1')]);
  });

  test('a watch tells the first membership and every other one, sooner than it polls', async () => {
    // So long that polling is no answer, however busy the machine.
    const [store, other] = await openClients(newBacking, 2, { storeAwayAfterMs: 60_000 });
    await store.announce(testMember('w1'), longLeaseMs);
    const seen: Membership[] = [];
    const watch = store.watchMembership((membership) => seen.push(membership), { pollIntervalMs: 30_000 });
    onTestFinished(() => watch.close());
    expect(await watch.ready).toBe(true);
    expect(seen).toEqual([{ epoch: expect.any(Number), members: [testMember('w1')] }]);
    expect(watch.current).toBe(seen[0]);
    await other?.announce(testMember('w2'), longLeaseMs);
    await vi.waitFor(() => expect(seen.at(-1)?.members).toHaveLength(2), 10_000);
    await other?.announce(testMember('w2'), longLeaseMs);
    expect(seen).toHaveLength(2);
  });

  test('a watch finds by polling that a lease ran out', async () => {
    const [store] = await openClients(newBacking, 1);
    await store.announce(testMember('w1'), 600);
    const seen: Membership[] = [];
    const watch = store.watchMembership((membership) => seen.push(membership), { pollIntervalMs: 20 });
    onTestFinished(() => watch.close());
    await vi.waitFor(() => expect(seen.map(({ members }) => members.length)).toEqual([1, 0]), 10_000);
  });

  test('a closed watch tells nothing more', async () => {
    const [store] = await openClients(newBacking, 1);
    const seen: Membership[] = [];
    const watch = store.watchMembership((membership) => seen.push(membership), { pollIntervalMs: 10 });
    await watch.ready;
    watch.close();
    await store.announce(testMember('w1'), longLeaseMs);
    await wait(50);
    expect(seen).toHaveLength(1);
  });
}
