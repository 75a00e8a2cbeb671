import type { Piece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { RunManner } from '@understudy/generator';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { generatePiece } from './generate-piece.js';
import { type Generated, traceGeneration } from './generate-span.js';
import type { Interests } from './interests.js';
import type { ProductionContext } from './production-context.js';

interface Means extends Pick<ProductionContext, 'generator' | 'events'> {
  readonly manner: RunManner;
}

/**
 * Makes and seals one piece, or all where the generator makes a video as a whole only, under a lease, or under none where none is needed. The trace of a response that waits for it is told: of one
 * that did when it was begun, or else of one that has come meanwhile, as after a takeover. `onSealed` is called for each piece that is sealed.
 * @throws what `generatePiece` throws; `lease_lost` before anything else once the lease is lost.
 */
export async function generateUnder(
  lease: GenerationLease | undefined,
  { generator, events, manner }: Means,
  artifact: StoredArtifact,
  piece: Piece,
  interests: Pick<Interests, 'spanFor'>,
  signal: AbortSignal,
  onSealed: (piece: Piece) => void,
): Promise<void> {
  const beganAtMs = performance.now();
  let startedAtMs = beganAtMs;
  const waiting = interests.spanFor(piece);
  const trace = (generated: Generated) =>
    traceGeneration(waiting ?? interests.spanFor(piece), artifact.artifactId, piece, beganAtMs, generated);
  events.generationStarted(artifact, piece, lease?.token);
  try {
    await generatePiece(artifact, piece, { generator, manner }, signal, lease, (sealed) => {
      const tookMs = performance.now() - startedAtMs;
      startedAtMs += tookMs;
      artifact.usage.noteGenerated(tookMs);
      events.pieceSealed(artifact, sealed, tookMs, lease?.token);
      onSealed(sealed);
    });
  } catch (error) {
    const why: unknown = lease?.signal.aborted === true ? lease.signal.reason : error;
    // Nobody wants it any more, or something else first.
    trace(
      signal.aborted && !isUnderstudyError(why) ? { result: 'aborted' } : { result: 'failed', error: why },
    );
    throw why;
  }
  trace({ result: 'sealed' });
}
