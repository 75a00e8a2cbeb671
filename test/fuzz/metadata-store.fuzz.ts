import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import fc from 'fast-check';
import { expect } from 'vitest';
import { texts } from './arbitraries/texts.js';
import { fuzz, unlessRejected } from './fuzz.js';
import { withTemporaryFolder } from './temporary-folder.js';

const member = {
  ...{
    id: 'worker-1',
    url: 'http://127.0.0.1:1',
    zone: 'zone-1',
    capacity: 1,
    warmth: 1,
    state: 'active' as const,
  },
  ...{ generators: ['ffmpeg@1#f'], pid: 7 },
};
const artifactId = 'a'.repeat(32);
const sha256 = 'b'.repeat(64);
const news = { type: 'started' as const, artifactId, atMs: 1 };
const sessionLimits = { ttlMs: 60_000, most: 10 };

/** Everything that a store can be asked for by names, with these. */
function questions(store: MetadataStore, name: string, other: string): (() => Promise<unknown>)[] {
  return [
    () => store.readMembership(),
    () => store.announce({ ...member, id: name }, 60_000),
    () => store.setMemberState(name, 'draining'),
    () => store.createDescription(name, '{"a":1}'),
    () => store.findDescription(name),
    () => store.readDescription(1n),
    () => store.readDescriptions(undefined, 5),
    () => all(store.listDescriptions()),
    () => store.acquireLease(name, other, 1_000),
    () => store.recordSegment(name, { piece: '0', length: 5, sha256 }, undefined),
    () => store.readManifest(name),
    () => store.recordHolder(name, { worker: other, bytes: 5, complete: true } as never),
    () => store.readHolders(name),
    () => store.saveSession(name, '{}', sessionLimits),
    () => store.readSession(name),
    () => store.recordView(name, other),
    () => store.subscribe(name, 1n, other, news, { limit: 5 }),
    () => store.tell(1n, news, { limit: 5 }),
    () => store.claimMessages(name, 5, 1_000),
    () => store.charge(name, 1, { burst: 10, perSecond: 1 }),
    () => store.readAccessKeys(),
    () => store.readRevocations(),
    () => store.readCalibrations(),
    () => store.readRouters(),
    () => store.readReplication(),
    () => store.readDeletions(0, 5),
    () => store.leave(name),
  ];
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const value of values) read.push(value);
  return read;
}

const refusals = ['internal', 'metadata_unavailable', 'gone'];

// A name is itself in the store, or refused: what is stored under one is never found under another.
fuzz(
  'store-names',
  fc.record({ name: texts, other: texts, long: fc.constantFrom(1, 60) }),
  ({ name, other, long }) =>
    withTemporaryFolder(async (folder) => {
      const store = await openMetadataStore(`lmdb:${folder}`, {});
      try {
        const [one, two] = [name.repeat(long), other];
        const taken = await unlessRejected(async () => {
          await store.saveSession(one, '"one"', sessionLimits);
          return true;
        }, 'internal');
        if (taken === true && one !== two)
          expect(await unlessRejected(() => store.readSession(two), 'internal')).toBeUndefined();
        if (taken === true) expect(await store.readSession(one)).toBe('"one"');
        for (const ask of questions(store, one, two)) await unlessRejected(ask, ...refusals);
      } finally {
        await store.close();
      }
    }),
  { shortInputs: 15 },
);

/** A store with something of each kind in it, as its file. */
const whole = await withTemporaryFolder(async (folder) => {
  const store = await openMetadataStore(`lmdb:${folder}`, {});
  for (const ask of questions(store, 'worker-1', 'other').slice(0, -1)) await ask().catch(() => undefined);
  await store.close();
  return readFile(join(folder, 'data.mdb'));
});
/** Where values stand in it: the text of JSON, but not what LMDB puts around it. */
const values = [...whole.toString('latin1').matchAll(/[{["][\x20-\x7e]{3,}[}\]"]/g)].map(
  ({ index, 0: text }) => ({
    from: index,
    length: text.length,
  }),
);

// What stands in the store may be garbled: whoever asks is told, or gets what can be read; nothing hangs, nothing ends the process.
fuzz(
  'store-values',
  fc.array(
    fc.record({
      value: fc.nat(1_000),
      at: fc.nat(1_000),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  (changes) =>
    withTemporaryFolder(async (folder) => {
      const bytes = Buffer.from(whole);
      for (const { value, at, bytes: other } of changes) {
        const { from, length } = values[value % values.length] as { from: number; length: number };
        const place = from + Math.floor((length * at) / 1_001);
        bytes.set(other.subarray(0, from + length - place), place);
      }
      await writeFile(join(folder, 'data.mdb'), bytes);
      const store = await openMetadataStore(`lmdb:${folder}`, {});
      try {
        for (const ask of questions(store, 'worker-1', 'other')) await unlessRejected(ask, ...refusals);
      } finally {
        await store.close();
      }
    }),
  { shortInputs: 15 },
);
