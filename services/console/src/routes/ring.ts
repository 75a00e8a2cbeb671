import { createPools, type Placement, slotCount } from '@understudy/hash-ring';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type RingAnswer, ringSchema, type ShownShare } from '../answers/ring.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey } from '../route-parts.js';

const schema: RouteSchema = {
  operationId: 'readRing',
  summary: 'How the slots of each pool are spread over its workers',
  tags: ['cluster'],
  security: needsKey,
  response: {
    200: json('The ring of each pool', ringSchema),
    ...problems('unauthorized', 'metadata_unavailable'),
  },
};

/** `GET /admin/ring`: how the slots of each pool are spread over its workers. */
export function ringRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get('/admin/ring', { schema }, (_request, reply) => {
    const membership = currentMembership(context);
    const { epoch, members } = membership;
    const pools = createPools(membership);
    const numbers = [...new Set(members.map(({ pool = 0 }) => pool))].sort((a, b) => a - b);
    const answer: RingAnswer = {
      epoch,
      slots: slotCount,
      leading: pools.leading ?? null,
      pools: numbers.map((pool) => {
        const masters = countsOf(pools.placementFor(pool), 'master');
        const replicas = countsOf(pools.placementFor(pool), 'replica');
        const workers = members
          .filter((member) => (member.pool ?? 0) === pool)
          .map(
            ({ id, zone, state, capacity }): ShownShare => ({
              ...{ id, zone, state, capacity },
              master: masters.get(id) ?? 0,
              replica: replicas.get(id) ?? 0,
            }),
          );
        return { pool, workers };
      }),
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

function countsOf(placement: Placement, role: 'master' | 'replica'): Map<string, number> {
  const counts = new Map<string, number>();
  for (let slot = 0; slot < slotCount; slot += 1) {
    const id = placement[role](slot);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
