import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ArtifactStore } from '../store/artifact-store.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { testCanonical } from '../testing/test-description.js';
import { type Finding, Mender } from './mender.js';

let dataDir: string;
let store: ArtifactStore;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-mender-'));
  store = await ArtifactStore.open(dataDir, 'f'.repeat(64));
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const findingIn = (contentId: bigint): Finding => ({
  artifact: store.getOrCreate(contentId, testCanonical),
  piece: 'init',
  damage: 'missing',
  foundBy: 'scrub',
});

/** A mender of findings in some videos; `obtain` makes the piece of one, or throws. Tells what came of which. */
function menderWith(obtain: (artifact: StoredArtifact) => Promise<void>) {
  const told: string[] = [];
  const mender = new Mender({
    productionOf(artifact) {
      if (artifact.contentId === 1n) throw new UnderstudyError('gone', 'it was deleted');
      return {
        obtained: new Map(),
        want() {
          const failed = new AbortController();
          obtain(artifact).catch((error: unknown) => failed.abort(error));
          return {
            signal: failed.signal,
            leave: () => undefined,
            release: () => told.push(`released ${artifact.contentId}`),
          };
        },
      };
    },
    events: {
      damaged: () => undefined,
      mended: ({ artifact }, result) => told.push(`${result} ${artifact.contentId}`),
    },
    onMended: () => undefined,
  });
  return { mender, told };
}

async function seal(artifact: StoredArtifact): Promise<void> {
  const writer = await artifact.openWriter('init');
  await writer.append(0, Buffer.from('init'));
  await writer.seal(4);
}

test('what was deleted while it waited is passed over, and those behind it are obtained', async () => {
  const { mender, told } = menderWith(seal);
  for (const contentId of [1n, 2n]) mender.note(findingIn(contentId));
  await mender.idle();
  expect(told).toEqual(['released 2', 'copied 2']);
});

test('one that cannot be had is told, and those behind it are obtained', async () => {
  const { mender, told } = menderWith(async (artifact) => {
    if (artifact.contentId === 2n) throw new Error('nobody has it');
    await seal(artifact);
  });
  for (const contentId of [2n, 3n]) mender.note(findingIn(contentId));
  await mender.idle();
  expect(told).toEqual(['released 2', 'failed 2', 'released 3', 'copied 3']);
});
