import type { Piece } from '@understudy/artifact';
import type { Span } from '@understudy/tracing';
import { codeOf } from '../events/fields.js';

/** Tells how a piece was made in the trace of `waiting`, if anybody's response that is traced waits for it. */
export function traceGeneration(
  waiting: Span | undefined,
  artifactId: string,
  piece: Piece,
  startedAtMs: number,
  error?: unknown,
): void {
  waiting?.recordBeside(
    'generate',
    {
      'understudy.artifact.id': artifactId,
      'understudy.piece': String(piece),
      'understudy.ms': Math.round(performance.now() - startedAtMs),
    },
    startedAtMs,
    error === undefined ? undefined : codeOf(error),
  );
}
