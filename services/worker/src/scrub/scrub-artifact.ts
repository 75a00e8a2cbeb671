import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { descriptionFile } from '../store/artifact-directory.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { comparePiece } from '../store/verify-piece.js';

/**
 * Compares every sealed piece of an artifact with its digest, and its description with what it is made from. A damaged piece is set aside.
 * `pace` is awaited before each read.
 * @throws what `pace` and the file system throw
 */
export async function scrubArtifact(
  artifact: StoredArtifact,
  pace: (bytes: number) => Promise<void>,
  onPiece: (bytes: number) => void,
): Promise<void> {
  for (const { piece } of artifact.sealedPieces()) {
    const state = artifact.state(piece);
    // It may have been dropped since, or sealed as another.
    if (state?.sha256 === undefined) continue;
    await comparePiece(artifact, state, 'scrub', pace);
    onPiece(state.length);
  }
}

/**
 * Writes an artifact's description again where it is not what it was: after the next start nobody would know what its pieces are. Returns whether
 * it had to.
 */
export async function mendDescription(artifact: StoredArtifact): Promise<boolean> {
  if (artifact.sealedPieces().length === 0) return false;
  const stored = await readFile(join(artifact.directory, descriptionFile), 'utf8').catch(() => undefined);
  if (stored === artifact.canonical) return false;
  await artifact.home.leave();
  await artifact.home.make();
  await artifact.home.durable();
  return true;
}
