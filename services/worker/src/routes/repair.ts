import { Readable } from 'node:stream';
import { parsePiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { serveDelta } from '../repair/serve-delta.js';
import { verifyPiece } from '../store/verify-piece.js';
import { contentIdOf } from './content-id.js';

/** `POST /artifacts/{contentId}/pieces/{piece}/delta`: how a damaged copy becomes whole. Only what is sealed and good here is given. */
export function repairRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string; piece: string } }>(
    '/artifacts/:contentId/pieces/:piece/delta',
    async (request, reply) => {
      const artifact = context.store.get(contentIdOf(request.params.contentId));
      const piece = parsePiece(request.params.piece);
      const state = piece === undefined ? undefined : artifact?.state(piece);
      if (artifact === undefined || state?.sha256 === undefined || !(await verifyPiece(artifact, state)))
        throw new UnderstudyError('not_found');
      if (!Buffer.isBuffer(request.body)) throw new UnderstudyError('bad_request', 'no signature');
      const delta = serveDelta(artifact, state, request.body);
      // What is wrong with the signature is told before the answer begins.
      const begun = await delta.next();
      return reply.type('application/octet-stream').send(Readable.from(joined(begun, delta)));
    },
  );
}

async function* joined<T>(begun: IteratorResult<T, void>, rest: AsyncIterable<T>) {
  if (begun.done !== true) yield begun.value;
  yield* rest;
}
