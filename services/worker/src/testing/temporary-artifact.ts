import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Piece } from '@understudy/artifact';
import { onTestFinished } from 'vitest';
import { ArtifactStore } from '../store/artifact-store.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { testCanonical } from './test-description.js';

const fingerprint = 'f'.repeat(64);

/** An artifact in a directory of its own, gone when the running test is over; and what a start after a crash finds of it. */
export async function temporaryArtifact(): Promise<{
  readonly artifact: StoredArtifact;
  readonly reopened: () => Promise<StoredArtifact>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-artifact-'));
  const artifact = (await ArtifactStore.open(dataDir, fingerprint)).getOrCreate(1n, testCanonical);
  onTestFinished(async () => {
    await artifact.close();
    await rm(dataDir, { recursive: true });
  });
  const reopened = async () =>
    (await ArtifactStore.open(dataDir, fingerprint)).getOrCreate(1n, testCanonical);
  return { artifact, reopened };
}

/** Stores a whole piece. */
export async function sealPiece(artifact: StoredArtifact, piece: Piece, text: string): Promise<void> {
  const writer = await artifact.openWriter(piece);
  await writer.append(0, Buffer.from(text));
  await writer.seal(text.length);
}
