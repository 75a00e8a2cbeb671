import { artifactIdOf } from '@understudy/artifact';
import { planSegments } from '@understudy/description';
import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from '../context.js';
import { findVideo } from '../find-video.js';
import { fingerprintsOf, furthest, progressOf } from '../progress.js';

/** `GET /v1/videos/{id}`: what a video is and how far it is. Whoever has the ID may ask. */
export function readVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.get<{ Params: { id: string } }>('/v1/videos/:id', async (request, reply) => {
    const { id } = request.params;
    const { description, digest } = await findVideo(context, id);
    const plan = planSegments(description);
    const members = context.membership.current?.members ?? [];
    const progresses = await Promise.all(
      fingerprintsOf(members.flatMap((member) => member.generators)).map(async (fingerprint) => {
        const artifactId = artifactIdOf(digest, fingerprint);
        const [manifest, holders] = await Promise.all([
          context.store.readManifest(artifactId),
          context.store.readHolders(artifactId),
        ]);
        return progressOf(manifest, holders, plan.segmentCount);
      }),
    );
    return reply.header('cache-control', 'no-store').send({
      id,
      description,
      ...furthest(progresses, plan.segmentCount),
      durationSeconds: plan.durationS,
    });
  });
}
