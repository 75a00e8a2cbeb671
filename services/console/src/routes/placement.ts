import { UnderstudyError } from '@understudy/errors';
import { createPools } from '@understudy/hash-ring';
import { poolOf } from '@understudy/metadata-store';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type PlacementAnswer, placementSchema } from '../answers.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey, videoParams } from '../route-parts.js';
import { askCopies } from '../videos/ask-copies.js';

const schema: RouteSchema = {
  operationId: 'locateVideo',
  summary: 'Where a video belongs, and which workers have it',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  response: {
    200: json('Its slot, its workers, and what each has', placementSchema),
    ...problems('unauthorized', 'not_found', 'metadata_unavailable'),
  },
};

/** `GET /admin/videos/{id}/placement`: where a video belongs, in which pool, and which workers say that they have it. */
export function placementRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get<{ Params: { id: string } }>('/admin/videos/:id/placement', { schema }, async (request, reply) => {
    const contentId = context.ids.decode(request.params.id);
    if (contentId === undefined) throw new UnderstudyError('not_found');
    const membership = currentMembership(context);
    const { epoch, members } = membership;
    const pools = createPools(membership);
    const placement = pools.placementFor(poolOf(contentId));
    const slot = context.slotOf(contentId);
    const { copies, silent } = await askCopies(context, members, [contentId]);
    const answer: PlacementAnswer = {
      // As text: a 64-bit number is more than JSON readers keep.
      contentId: String(contentId),
      slot,
      epoch,
      pool: pools.resolve(poolOf(contentId)) ?? null,
      master: placement.master(slot) ?? null,
      replica: placement.replica(slot) ?? null,
      holders: (copies.get(String(contentId)) ?? []).map(({ worker, bytes, complete }) => ({
        ...{ worker, bytes, complete },
      })),
      silent: [...silent],
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}
