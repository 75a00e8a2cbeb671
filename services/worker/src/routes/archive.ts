import { artifactIdOf, artifactIdsOf } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { ArchivedAnswer, UnarchivedAnswer } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { contentIdOf } from './content-id.js';

/** Removing is some requests for each form of a video. */
const removeTimeoutMs = 15_000;

type DigestParams = { Params: { digest: string } };

/**
 * `POST /artifacts/{contentId}/archive`: upload it; the worker that plays it counts the plays, and has better to do.
 * `GET /archived/{digest}`: whether what this worker's generator makes of a description is archived. `DELETE` removes that, and the
 * renditions of it, from the archive: to be made again.
 */
export function archiveRoutes(app: FastifyInstance, context: WorkerContext): void {
  const { fingerprint } = context.generator;

  app.post<{ Params: { contentId: string } }>('/artifacts/:contentId/archive', async (request, reply) => {
    const contentId = contentIdOf(request.params.contentId);
    const artifact = context.store.get(contentId);
    if (context.archive === undefined || artifact?.isComplete() !== true)
      throw new UnderstudyError('not_found', `${contentId} is not complete here, or there is no archive`);
    context.archive.want(artifact);
    return reply.code(202).send({});
  });

  app.get<DigestParams>('/archived/:digest', async (request): Promise<ArchivedAnswer> => {
    const artifactId = artifactIdOf(digestOf(request.params), fingerprint);
    return { archived: (await context.archive?.contains(artifactId)) ?? null };
  });

  app.delete<DigestParams>('/archived/:digest', async (request): Promise<UnarchivedAnswer> => {
    const digest = digestOf(request.params);
    const { archive } = context;
    if (archive === undefined) return { removed: null };
    const signal = AbortSignal.timeout(removeTimeoutMs);
    const there = new Set(await archive.artifactsOf(digest, signal));
    const own = artifactIdsOf(digest, fingerprint);
    // Also what has no mark: it may be older than those, and what is remembered of it has to go.
    for (const artifactId of own) await archive.remove(artifactId, digest, signal);
    return { removed: own.filter((artifactId) => there.has(artifactId)).length };
  });
}

function digestOf({ digest }: DigestParams['Params']): string {
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new UnderstudyError('bad_request', 'a digest is a SHA-256 in hex');
}
