import { renditionIdOf } from '@understudy/metadata-store';
import { beforeEach, expect, test } from 'vitest';
import { Evictor } from './evictor.js';
import type { Victim } from './victims.js';

const copy = (artifactId: string, lastUsedAtMs: number, regenerable: boolean): Victim => ({
  contentId: 1n,
  artifactId,
  directory: `/${artifactId}`,
  bytes: 100,
  complete: true,
  lastUsedAtMs,
  isForeign: false,
  regenerable,
});

/** Holders as the metadata store has them: every change is atomic. */
let holders: Map<string, Set<string>>;
/** What is really on the disks. */
let disks: Map<string, Map<string, Victim>>;
let busy: Set<string>;
let stuck: Set<string>;
let archived: Set<string>;
let storeAway: boolean;
let told: string[];

beforeEach(() => {
  holders = new Map();
  disks = new Map();
  busy = new Set();
  stuck = new Set();
  archived = new Set();
  storeAway = false;
  told = [];
});

function worker(id: string, ...copies: Victim[]) {
  const disk = new Map(copies.map((victim) => [victim.artifactId, victim]));
  disks.set(id, disk);
  const holdersOf = (artifactId: string) => {
    const found = holders.get(artifactId) ?? new Set<string>();
    holders.set(artifactId, found);
    return found;
  };
  for (const { artifactId } of copies) holdersOf(artifactId).add(id);
  return new Evictor({
    victims: () => [...disk.values()].sort((a, b) => a.lastUsedAtMs - b.lastUsedAtMs),
    async otherCopies({ artifactId }) {
      if (storeAway) return undefined;
      const others = [...holdersOf(artifactId)].filter((other) => other !== id);
      await Promise.resolve();
      return others.filter((other) => disks.get(other)?.has(artifactId)).length;
    },
    isArchived: async (artifactId) => archived.has(artifactId),
    async dropHolder({ artifactId }) {
      if (storeAway) return false;
      holdersOf(artifactId).delete(id);
      return true;
    },
    async recordHolder({ artifactId }) {
      holdersOf(artifactId).add(id);
    },
    async remove({ artifactId }) {
      if (busy.has(artifactId)) return false;
      if (stuck.has(artifactId)) throw new Error('the disk does not let go of it');
      return disk.delete(artifactId);
    },
    events: {
      evicted: ({ artifactId }, { isLast, isCertain }) =>
        told.push(`${artifactId} ${isLast ? 'last' : 'other'} ${isCertain ? 'certain' : 'uncertain'}`),
      evictionRefused: ({ artifactId }) => told.push(`${artifactId} stays`),
      evictionFailed: (_victim, error) => told.push(String(error)),
    },
  });
}

const onDisk = (id: string) => [...(disks.get(id) as Map<string, Victim>).keys()];

test('the least recently used go first, and no more than is needed', async () => {
  const evictor = worker('a', copy('new', 3, true), copy('old', 1, true), copy('middle', 2, true));
  await evictor.evict(150);
  expect(onDisk('a')).toEqual(['new']);
  expect(told).toEqual(['old last certain', 'middle last certain']);
});

test('what is in use stays, and its holder with it', async () => {
  const evictor = worker('a', copy('played', 1, true), copy('idle', 2, true));
  busy.add('played');
  await evictor.evict(100);
  expect(onDisk('a')).toEqual(['played']);
  expect(holders.get('played')).toEqual(new Set(['a']));
});

test('what the disk does not let go of has its holder still, and the next one goes', async () => {
  const evictor = worker('a', copy('stuck', 1, true), copy('idle', 2, true));
  stuck.add('stuck');
  await evictor.evict(100);
  expect(onDisk('a')).toEqual(['stuck']);
  expect(holders.get('stuck')).toEqual(new Set(['a']));
  expect(told).toEqual(['Error: the disk does not let go of it', 'idle last certain']);
});

test('a last copy that nobody can make again stays, unless it is archived', async () => {
  const evictor = worker('a', copy('kept', 1, false), copy('archived', 2, false));
  archived.add('archived');
  await evictor.evict(1_000);
  expect(onDisk('a')).toEqual(['kept']);
  expect(told).toEqual(['kept stays', 'archived other certain']);
  expect(holders.get('kept')).toEqual(new Set(['a']));
  // It is not asked about in every round.
  await evictor.evict(1_000);
  expect(told).toHaveLength(2);
});

test('with the metadata store away only what can be made again goes', async () => {
  const evictor = worker('a', copy('foreign', 1, false), copy('own', 2, true));
  worker('b', copy('foreign', 1, false));
  storeAway = true;
  await evictor.evict(1_000);
  expect(onDisk('a')).toEqual(['foreign']);
  expect(told).toEqual(['foreign stays', 'own last uncertain']);
});

test('two workers that need room at once do not both let go of a copy', async () => {
  const a = worker('a', copy('shared', 1, false));
  const b = worker('b', copy('shared', 1, false));
  await Promise.all([a.evict(100), b.evict(100)]);
  expect([...onDisk('a'), ...onDisk('b')].length).toBeGreaterThanOrEqual(1);
  const c = worker('c', copy('other', 1, false));
  worker('d', copy('other', 1, false));
  await c.evict(100);
  expect(onDisk('c')).toEqual([]);
  expect(onDisk('d')).toEqual(['other']);
});

test('one video goes by the same rules: not while it is in use, and not the last copy that nobody could make again', async () => {
  const of = (contentId: bigint, victim: Victim): Victim => ({ ...victim, contentId });
  const evictor = worker(
    'a',
    of(1n, copy('idle', 3, true)),
    of(renditionIdOf(1n, 2), copy('rendition', 4, true)),
    of(2n, copy('played', 2, true)),
    of(3n, copy('foreign', 1, false)),
  );
  busy.add('played');
  expect(await evictor.evictVideo(1n)).toBe(200);
  expect(await evictor.evictVideo(2n)).toBeUndefined();
  expect(await evictor.evictVideo(3n)).toBeUndefined();
  expect(await evictor.evictVideo(4n)).toBeUndefined();
  expect(onDisk('a')).toEqual(['played', 'foreign']);
  expect(holders.get('foreign')).toEqual(new Set(['a']));
});
