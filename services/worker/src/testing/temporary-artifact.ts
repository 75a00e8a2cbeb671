import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Piece } from '@understudy/artifact';
import { onTestFinished } from 'vitest';
import { ArtifactStore } from '../store/artifact-store.js';
import type { SealingRight } from '../store/piece-writer.js';
import type { ReadCache } from '../store/read-cache.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { testCanonical } from './test-description.js';

const fingerprint = 'f'.repeat(64);

/** An artifact in a directory of its own, gone when the running test is over; and what a start after a crash finds of it. */
export async function temporaryArtifact(readCache?: ReadCache): Promise<{
  readonly artifact: StoredArtifact;
  readonly reopened: () => Promise<StoredArtifact>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-artifact-'));
  const open = async () =>
    (await ArtifactStore.open(dataDir, fingerprint, undefined, readCache)).getOrCreate(1n, testCanonical);
  const artifact = await open();
  onTestFinished(async () => {
    await artifact.close();
    await rm(dataDir, { recursive: true });
  });
  return { artifact, reopened: open };
}

/** Stores a whole piece. */
export async function sealPiece(
  artifact: StoredArtifact,
  piece: Piece,
  text: string,
  right?: SealingRight,
): Promise<void> {
  const writer = await artifact.openWriter(piece);
  await writer.append(0, Buffer.from(text));
  await writer.seal(text.length, right);
}
