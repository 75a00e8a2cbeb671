import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCanonical } from '../testing/test-description.js';
import { ArtifactStore } from './artifact-store.js';
import type { SealingRight } from './piece-writer.js';
import { pieceSource, progressiveSource, readByteRange } from './read-bytes.js';
import type { StoredArtifact } from './stored-artifact.js';

const sha256 = 'a'.repeat(64);
let dataDir: string;
let artifact: StoredArtifact;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-seal-'));
  artifact = (await ArtifactStore.open(dataDir, 'f'.repeat(64))).getOrCreate(1n, testCanonical);
});
afterEach(async () => {
  await artifact.close();
  await rm(dataDir, { recursive: true });
});

async function seal(piece: 'init' | number, text: string, right?: SealingRight): Promise<void> {
  const writer = await artifact.openWriter(piece);
  try {
    await writer.append(0, Buffer.from(text));
    await writer.seal(text.length, right);
  } finally {
    writer.release();
  }
}

/** A right that is lost before its `at`th confirmation. */
function lostAt(at: number, onConfirm: (asked: number) => void = () => {}): SealingRight {
  let asked = 0;
  return {
    async confirm() {
      asked += 1;
      onConfirm(asked);
      if (asked === at) throw new UnderstudyError('lease_lost', 'taken');
    },
  };
}

test.each([
  ['before the piece has its name', 1],
  ['while it got its name', 2],
])('a right that was lost %s seals nothing', async (_when, at) => {
  await expect(seal('init', 'abc', lostAt(at))).rejects.toMatchObject({ code: 'lease_lost' });
  expect(artifact.isSealed('init')).toBe(false);
  expect(artifact.manifestEntry('init')).toBeUndefined();
  expect((await readdir(artifact.directory)).sort()).toEqual(['description.json', 'init.part']);
  // What was made is good for whoever seals it next.
  await seal('init', 'abcd', lostAt(0));
  expect(artifact.isSealed('init')).toBe(true);
});

test('an entry that was accepted while a piece was being sealed stands', async () => {
  const accepted = { piece: 'init', length: 3, sha256 } as const;
  const right = lostAt(0, (asked) => {
    if (asked === 2) void artifact.accept(accepted);
  });
  await expect(seal('init', 'abc', right)).rejects.toMatchObject({ code: 'digest_mismatch' });
  expect(artifact.manifestEntry('init')).toEqual(accepted);
  expect(await readdir(artifact.directory)).toEqual(['description.json']);
});

test('a copy gives way to the accepted entry, and who read before is cut', async () => {
  await seal('init', 'abc');
  await seal(0, 'defgh');
  const edition = artifact.edition;
  const { signal } = new AbortController();
  const reading = readByteRange(progressiveSource(artifact), 0, undefined, signal);
  expect(String((await reading.next()).value)).toBe('abc');

  expect(await artifact.accept({ piece: 'init', length: 4, sha256 })).toBe(true);
  await expect(reading.next()).rejects.toMatchObject({ code: 'splice_mismatch' });
  expect(artifact.isSealed('init')).toBe(false);
  expect(artifact.edition).toBe(edition + 1);
  // The piece behind it lies elsewhere now.
  expect(artifact.byteMap.locate(4)).toEqual({ piece: 0, offset: 0 });
  await expect(seal('init', 'abc')).rejects.toMatchObject({ code: 'digest_mismatch' });
});

test('a response does not look whole before its last piece was compared', async () => {
  await artifact.accept({ piece: 'init', length: 3, sha256 });
  const { signal } = new AbortController();
  const reading = readByteRange(pieceSource(artifact, 'init'), 0, 3, signal);
  const writer = await artifact.openWriter('init');
  await writer.append(0, Buffer.from('abc'));
  expect(String((await reading.next()).value)).toBe('ab');
  await Promise.all([
    expect(reading.next()).rejects.toMatchObject({ code: 'splice_mismatch' }),
    expect(writer.seal(3)).rejects.toMatchObject({ code: 'digest_mismatch' }),
  ]);
});

test('what was accepted as it is here changes nothing', async () => {
  await seal('init', 'abc');
  const entry = artifact.manifestEntry('init') as { piece: 'init'; length: number; sha256: string };
  expect(await artifact.accept(entry)).toBe(false);
  expect(artifact.edition).toBe(0);
  expect(artifact.isSealed('init')).toBe(true);
});
