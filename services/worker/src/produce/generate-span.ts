import type { Piece } from '@understudy/artifact';
import type { Span } from '@understudy/tracing';
import { codeOf } from '../events/fields.js';

/** `aborted`: nothing failed, but it is not made here any more. */
export type Generated =
  | { readonly result: 'sealed' | 'aborted' }
  | { readonly result: 'failed'; readonly error: unknown };

/** Tells how a piece was made in the trace of `waiting`, if anybody's response that is traced waits for it. */
export function traceGeneration(
  waiting: Span | undefined,
  artifactId: string,
  piece: Piece,
  startedAtMs: number,
  generated: Generated,
): void {
  waiting?.recordBeside(
    'generate',
    {
      'understudy.artifact.id': artifactId,
      'understudy.piece': String(piece),
      'understudy.ms': Math.round(performance.now() - startedAtMs),
      'understudy.result': generated.result,
    },
    startedAtMs,
    generated.result === 'failed' ? codeOf(generated.error) : undefined,
  );
}
