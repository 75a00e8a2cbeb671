import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { BlockChecks } from './block-checks.js';
import { type Damage, DamagedPiece, damageOf, type FoundBy } from './damage.js';
import type { PieceState } from './piece-state.js';
import type { StoredArtifact } from './stored-artifact.js';
import { readStoredFile } from './stored-bytes.js';

/** One comparison for all who wait for the same piece. */
const comparing = new WeakMap<PieceState, Promise<boolean>>();

/**
 * Whether a piece may be read: one that is still growing may, a sealed one once its stored bytes were compared with its digest by this
 * process. A bad one is set aside, to be obtained again.
 * @throws what the file system throws that says nothing of the file
 */
export function verifyPiece(artifact: StoredArtifact, state: PieceState): Promise<boolean> {
  if (state.dropped) return Promise.resolve(false);
  if (state.sha256 === undefined || state.verified) return Promise.resolve(true);
  const known = comparing.get(state);
  if (known !== undefined) return known;
  const compared = comparePiece(artifact, state, 'read');
  comparing.set(state, compared);
  const forget = () => comparing.delete(state);
  compared.then(forget, forget);
  return compared;
}

/**
 * Compares a sealed piece with its digest, whatever was found before; a bad one is set aside. `pace` is awaited before each read.
 * @throws what `pace` and the file system throw
 */
export async function comparePiece(
  artifact: StoredArtifact,
  state: PieceState,
  foundBy: FoundBy,
  pace?: (bytes: number) => Promise<void>,
): Promise<boolean> {
  const damage = await damageIn(state, pace);
  if (damage === undefined) return true;
  await artifact.setAside(state, damage, foundBy);
  return false;
}

/**
 * Takes a piece out of use because reading it failed with `error`: a sealed one is set aside, of one that grows the file is gone.
 */
export async function giveUp(artifact: StoredArtifact, state: PieceState, error: unknown): Promise<void> {
  const damage = damageOf(error);
  if (damage !== undefined && state.sha256 !== undefined) await artifact.setAside(state, damage, 'read');
  else await artifact.drop(state);
}

async function damageIn(
  state: PieceState,
  pace: ((bytes: number) => Promise<void>) | undefined,
): Promise<Damage | undefined> {
  const hash = createHash('sha256');
  const checks = new BlockChecks();
  try {
    const { size } = await stat(state.path);
    if (size !== state.length) throw new DamagedPiece('size', `${state.path} has ${size} bytes`);
    for await (const bytes of readStoredFile(() => state.path, 0, state.length)) {
      hash.update(bytes);
      checks.push(bytes);
      await pace?.(bytes.length);
    }
  } catch (error) {
    const damage = damageOf(error);
    if (damage === undefined) throw error;
    return damage;
  }
  if (hash.digest('hex') !== state.sha256) return 'digest';
  state.checks = checks;
  state.verified = true;
  return undefined;
}
