import type { Piece } from '@understudy/artifact';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { generatePiece } from './generate-piece.js';
import type { ProductionContext } from './production-context.js';

/**
 * Makes and seals one piece under a lease, or under none where none is needed.
 * @throws what `generatePiece` throws; `lease_lost` before anything else once the lease is lost.
 */
export async function generateUnder(
  lease: GenerationLease | undefined,
  { generator, events }: Pick<ProductionContext, 'generator' | 'events'>,
  artifact: StoredArtifact,
  piece: Piece,
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = performance.now();
  events.generationStarted(artifact, piece, lease?.token);
  try {
    await generatePiece(artifact, piece, generator, signal, lease);
  } catch (error) {
    throw lease?.signal.aborted === true ? lease.signal.reason : error;
  }
  const tookMs = performance.now() - startedAtMs;
  artifact.usage.noteGenerated(tookMs);
  events.pieceSealed(artifact, piece, tookMs, lease?.token);
}
