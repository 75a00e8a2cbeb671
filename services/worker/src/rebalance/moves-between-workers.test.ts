import { createPlacement } from '@understudy/hash-ring';
import { promiseMs } from '@understudy/peer-protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Owners } from '../membership/view.js';
import { belongsTo, decideCopy } from './decide-copy.js';
import { Promises } from './promises.js';

/** Slots stand for videos: so many of them are played through. */
const slots = Array.from({ length: 64 }, (_, index) => index * 1_021);
const everybody = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

const ownersOf = (workers: readonly string[]) => {
  const members = workers.map((id) => ({ id, zone: id, capacity: 1, warmth: 1 }));
  const placement = createPlacement({ epoch: 1, members });
  return (slot: number): Owners => ({ master: placement.master(slot), replica: placement.replica(slot) });
};
const anyMembership = fc.subarray(everybody, { minLength: 1 });

/** One video in a cluster whose workers may each know another membership. All that they do is what the product's decision says. */
class Copies {
  readonly here = new Set<string>();
  readonly promises = new Map(everybody.map((worker) => [worker, new Promises()]));
  copied = 0;

  /** `worker` looks: asks, and then, after `between`, does what was decided. */
  *look(
    worker: string,
    viewOf: (worker: string) => Owners,
    nowMs: () => number,
    isReplicated = true,
  ): Generator<void> {
    if (!this.here.has(worker)) return;
    const owners = viewOf(worker);
    const isOwner = worker === owners.master || worker === owners.replica;
    const answers = new Map(
      everybody.map((other) => [other, this.#answer(other, viewOf(other), !isOwner, nowMs(), isReplicated)]),
    );
    const askedAtMs = nowMs();
    yield;
    const decision = decideCopy({
      self: worker,
      owners,
      isReplicated,
      staysHere: false,
      leaving: false,
      answerOf: (other) => answers.get(other) ?? 'unknown',
    });
    for (const target of decision.offerTo) {
      // The target copies it for itself, and only what belongs there as far as it knows.
      if (this.here.has(target) || !belongsTo(viewOf(target), isReplicated).includes(target)) continue;
      this.here.add(target);
      this.copied += 1;
    }
    const isBound = this.promises.get(worker)?.binds(0n, nowMs()) === true;
    if (decision.remove && !isBound && nowMs() - askedAtMs < promiseMs / 2) this.here.delete(worker);
  }

  #answer(worker: string, owners: Owners, promise: boolean, nowMs: number, isReplicated: boolean) {
    if (!this.here.has(worker)) return 'lacks' as const;
    if (!promise || !belongsTo(owners, isReplicated).includes(worker)) return 'has' as const;
    this.promises.get(worker)?.make(0n, nowMs);
    return 'keeps' as const;
  }
}

test('after any change each video ends on its master and replica, and only what must move was copied', () => {
  fc.assert(
    fc.property(anyMembership, anyMembership, (before, after) => {
      const [from, to] = [ownersOf(before), ownersOf(after)];
      for (const slot of slots) {
        const had = belongsTo(from(slot), true);
        // Who is gone took its copy along.
        const alive = had.filter((worker) => after.includes(worker));
        if (alive.length === 0) continue;
        const copies = new Copies();
        for (const worker of alive) copies.here.add(worker);
        let nowMs = 0;
        for (let round = 0; round < 5; round += 1, nowMs += 2 * promiseMs) {
          for (const worker of everybody) {
            for (const _ of copies.look(
              worker,
              () => to(slot),
              () => nowMs,
            ));
            expect(copies.here.size).toBeGreaterThanOrEqual(Math.min(alive.length, after.length));
          }
        }
        const belongs = belongsTo(to(slot), true);
        expect([...copies.here].sort()).toEqual([...belongs].sort());
        expect(copies.copied).toBe(belongs.filter((worker) => !alive.includes(worker)).length);
      }
    }),
    { numRuns: 25 },
  );
});

test('however late each worker hears of each membership and whatever comes between, no video has fewer copies than before', () => {
  const four = everybody.slice(0, 4);
  const step = fc.record({
    worker: fc.constantFrom(...four),
    /** Another membership, of which one worker or all hear; an answer that comes late; time. */
    what: fc.constantFrom('hears', 'all hear', 'looks', 'looks', 'acts', 'acts', 'time'),
    membership: fc.nat({ max: 2 }),
  });
  /** As many placements as there are memberships to hear of; any two workers may be the owners. */
  const anyOwners = fc
    .uniqueArray(fc.constantFrom(...four), { minLength: 2, maxLength: 2 })
    .map(([master, replica]): Owners => ({ master, replica }));
  const placements = fc.array(anyOwners, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(placements, fc.array(step, { maxLength: 60, size: 'max' }), (views, steps) => {
      const known = new Map(four.map((worker) => [worker, 0]));
      const viewOf = (worker: string) => views[known.get(worker) ?? 0] as Owners;
      const copies = new Copies();
      for (const worker of four) copies.here.add(worker);
      const looks = new Map<string, Generator<void>>();
      let nowMs = 0;
      for (const { worker, what, membership } of steps) {
        if (what === 'time') nowMs += promiseMs * 0.6;
        else if (what === 'hears') known.set(worker, membership);
        else if (what === 'all hear') for (const one of four) known.set(one, membership);
        else if (what === 'looks') {
          const look = copies.look(worker, viewOf, () => nowMs);
          looks.set(worker, look);
          look.next();
        } else looks.get(worker)?.next();
        expect(copies.here.size).toBeGreaterThanOrEqual(2);
      }
    }),
    { numRuns: 4_000 },
  );
});
