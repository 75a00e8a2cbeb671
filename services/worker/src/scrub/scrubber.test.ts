import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDescription, parseDescription } from '@understudy/description';
import { createLogger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEvents } from '../events.js';
import { descriptionFile } from '../store/artifact-directory.js';
import { ArtifactStore } from '../store/artifact-store.js';
import { until } from '../testing/until.js';
import { Scrubber, type ScrubberOptions } from './scrubber.js';

const artifacts = 10;
const pieceBytes = 10_000;
const unhurried = 1_000_000_000;

let dataDir: string;
let store: ArtifactStore;
const open = new Set<Scrubber>();
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-scrub-'));
  store = await ArtifactStore.open(dataDir, 'f'.repeat(64));
  for (let index = 1; index <= artifacts; index += 1) {
    const artifact = store.getOrCreate(BigInt(index), canonicalOf(index));
    const writer = await artifact.openWriter('init');
    await writer.append(0, Buffer.alloc(pieceBytes, index));
    await writer.seal(pieceBytes);
  }
});
afterEach(async () => {
  for (const scrubber of open) await scrubber.close();
  open.clear();
  await store.close();
  await rm(dataDir, { recursive: true });
});

function canonicalOf(index: number): string {
  return canonicalDescription(
    parseDescription({
      title: `Scrub ${index}`,
      width: 64,
      height: 64,
      fps: 30,
      scenes: [{ duration: 4, source: { type: 'still', color: '#204060' } }],
    }),
  );
}

function create(bytesPerS: number, options: Partial<ScrubberOptions> = {}): Scrubber {
  const scrubber = new Scrubber({
    periodMs: 0,
    bytesPerS,
    recordPath: join(dataDir, 'scrub.json'),
    artifacts: () => store.all(),
    artifactOf: (contentId) => store.get(contentId),
    mended: async () => undefined,
    events: createEvents(createLogger('silent', {}), new Registry()),
    ...options,
  });
  open.add(scrubber);
  return scrubber;
}

const pieces = (scrubber: Scrubber) => scrubber.status().pass?.pieces ?? 0;
const ended = (scrubber: Scrubber) => () => scrubber.status().pass?.endedAtMs !== undefined;

test('a pass goes on after a restart where it was, at its pace', async () => {
  // A burst of 0.1 s is free, so this takes 0.4 s.
  const first = create(200_000);
  first.begin();
  await until('half is read', () => pieces(first) >= 5);
  await first.close();
  const read = pieces(first);
  expect(read).toBeLessThan(artifacts);
  const { pass } = first.status();

  const second = create(unhurried);
  await second.start();
  await until('the rest is read', ended(second));
  expect(second.status().pass).toMatchObject({
    beganAtMs: pass?.beganAtMs,
    pieces: artifacts,
    bytes: artifacts * pieceBytes,
  });
});

test('everything is read once per period by itself', async () => {
  const scrubber = create(unhurried, { periodMs: 50 });
  await scrubber.start();
  const began = new Set<number>();
  await until('three passes', () => began.add(scrubber.status().pass?.beganAtMs ?? 0).size > 3);
  const after = create(unhurried, { periodMs: 3_600_000 });
  await scrubber.close();
  await after.start();
  await until('the last pass is over', ended(after));
  const { pass, nextAtMs } = after.status();
  expect(nextAtMs).toBe((pass?.beganAtMs ?? 0) + 3_600_000);
});

test('asked in the middle of a pass, it begins again', async () => {
  const scrubber = create(200_000);
  scrubber.begin();
  await until('some is read', () => pieces(scrubber) >= 3);
  scrubber.begin();
  expect(pieces(scrubber)).toBe(0);
  await until('it ends', ended(scrubber));
  expect(pieces(scrubber)).toBe(artifacts);
});

test('a pass ends when what it found is dealt with, and counts it', async () => {
  let deal = () => {};
  const mended = new Promise<void>((resolve) => {
    deal = resolve;
  });
  const scrubber = create(unhurried, { mended: () => mended });
  scrubber.begin();
  await until('all is read', () => pieces(scrubber) === artifacts);
  scrubber.noteFinding(false);
  scrubber.noteFinding(true);
  expect(ended(scrubber)()).toBe(false);
  deal();
  await until('it ends', ended(scrubber));
  expect(scrubber.status().pass).toMatchObject({ findings: 2, failed: 1 });
});

test('a description that changed is written again: without it the next start would not know the pieces', async () => {
  const { directory } = store.get(3n) ?? { directory: '' };
  await writeFile(join(directory, descriptionFile), '{"title"');
  const scrubber = create(unhurried);
  scrubber.begin();
  await until('it ends', ended(scrubber));
  const again = await ArtifactStore.open(dataDir, 'f'.repeat(64));
  expect(again.get(3n)?.isSealed('init')).toBe(true);
});

test('a record that is none begins from the beginning', async () => {
  await writeFile(join(dataDir, 'scrub.json'), '{"beganAtMs": "x"');
  const scrubber = create(unhurried, { periodMs: 3_600_000 });
  await scrubber.start();
  await until('it ends', ended(scrubber));
  expect(pieces(scrubber)).toBe(artifacts);
});

test('one that is closed while it starts reads nothing', async () => {
  const first = create(200_000);
  first.begin();
  await until('some is read', () => pieces(first) >= 1);
  await first.close();
  const second = create(unhurried);
  const starting = second.start();
  await second.close();
  await starting;
  expect(second.status().pass).toBeUndefined();
});
