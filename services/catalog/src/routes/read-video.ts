import { artifactIdOf } from '@understudy/artifact';
import { planSegments } from '@understudy/description';
import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from '../context.js';
import { findVideo } from '../find-video.js';
import { fingerprintFor } from '../fingerprints.js';
import { progressOf } from '../progress.js';

/** `GET /v1/videos/{id}`: what a video is and how far it is. Whoever has the ID may ask. */
export function readVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.get<{ Params: { id: string } }>('/v1/videos/:id', { exposeHeadRoute: true }, async (request, reply) => {
    const { id } = request.params;
    const { contentId, description, digest } = await findVideo(context, id);
    const plan = planSegments(description);
    const fingerprint = fingerprintFor(contentId, context.membership.current);
    const artifactId = fingerprint === undefined ? undefined : artifactIdOf(digest, fingerprint);
    const [manifest, holders] =
      artifactId === undefined
        ? [[], []]
        : await Promise.all([context.store.readManifest(artifactId), context.store.readHolders(artifactId)]);
    return reply.header('cache-control', 'no-store').send({
      id,
      description,
      ...progressOf(manifest, holders, plan.segmentCount),
      durationSeconds: plan.durationS,
    });
  });
}
