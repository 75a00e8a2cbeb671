import type { Piece } from '@understudy/artifact';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { generatePiece } from './generate-piece.js';
import { traceGeneration } from './generate-span.js';
import type { Interests } from './interests.js';
import type { ProductionContext } from './production-context.js';

/**
 * Makes and seals one piece under a lease, or under none where none is needed. The trace of a response that waits for it is told: of one
 * that did when it was begun, or else of one that has come meanwhile, as after a takeover.
 * @throws what `generatePiece` throws; `lease_lost` before anything else once the lease is lost.
 */
export async function generateUnder(
  lease: GenerationLease | undefined,
  { generator, events }: Pick<ProductionContext, 'generator' | 'events'>,
  artifact: StoredArtifact,
  piece: Piece,
  interests: Pick<Interests, 'spanFor'>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = interests.spanFor(piece);
  const trace = (error?: unknown) =>
    traceGeneration(waiting ?? interests.spanFor(piece), artifact.artifactId, piece, startedAtMs, error);
  const startedAtMs = performance.now();
  events.generationStarted(artifact, piece, lease?.token);
  try {
    await generatePiece(artifact, piece, generator, signal, lease);
  } catch (error) {
    const why: unknown = lease?.signal.aborted === true ? lease.signal.reason : error;
    trace(why);
    throw why;
  }
  trace();
  const tookMs = performance.now() - startedAtMs;
  artifact.usage.noteGenerated(tookMs);
  events.pieceSealed(artifact, piece, tookMs, lease?.token);
}
