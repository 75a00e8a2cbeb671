import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '@understudy/archive';
import { createLogger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createEvents } from '../events.js';
import type { ProductionContext } from '../produce/production-context.js';
import { ArtifactStore } from '../store/artifact-store.js';
import { testCanonical } from '../testing/test-description.js';
import { ArchiveReader } from './archive-reader.js';
import type { ArchivedCopy } from './archived-copy.js';
import { Circuit } from './circuit.js';
import { fetchUnder } from './fetch-under.js';

const retryMs = 10_000;
const { signal } = new AbortController();

/** An archive that has every video whole, each piece of the same few bytes. */
function archiveOf(pieces: readonly (string | number)[]) {
  const bytes = Buffer.from('piece');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entries = pieces.map((piece) => ({ piece, length: bytes.length, sha256 }));
  const archive = {
    find: async () => ({ pieces: entries }),
    openVideo: async () => ({
      length: bytes.length * entries.length,
      bytes: (async function* () {
        for (const _ of entries) yield bytes;
      })(),
      destroy: () => undefined,
    }),
  };
  return {
    archive: archive as unknown as Archive,
    accepted: entries.map((entry) => ({ ...entry, piece: String(entry.piece) })),
  };
}

test('after a download that broke, one that succeeds ends the pause for all, also where its manifest was known', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-reader-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const artifact = (await ArtifactStore.open(dataDir, 'f'.repeat(64))).getOrCreate(1n, testCanonical);
  const { archive, accepted } = archiveOf(artifact.pieces);
  const events = createEvents(createLogger('silent', {}), new Registry());
  const metadata = { readManifest: async () => accepted };
  const reader = new ArchiveReader({
    archive,
    metadata,
    events,
    timeoutMs: 1_000,
    circuit: new Circuit(retryMs),
  });
  const find = () => reader.find(artifact, Promise.resolve(false), signal);

  expect(await find()).toBeDefined();
  reader.failed(artifact, new Error('it broke'));
  expect(await find()).toBeUndefined();
  vi.advanceTimersByTime(retryMs);
  // One may try; the others go on without until it has come.
  const copy = (await find()) as ArchivedCopy;
  expect(await find()).toBeUndefined();
  const context = {
    archive: reader,
    events,
    limits: { archiveStallMs: 1_000 },
  } as unknown as ProductionContext;
  const target = { first: 'init', next: () => undefined, onPiece: () => undefined } as const;
  await fetchUnder(undefined, context, artifact, copy, target, signal);
  expect(artifact.isSealed('init')).toBe(true);
  expect(await find()).toBeDefined();
});
