import type { ScrubStatus } from '@understudy/peer-protocol';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type BegunScrubAnswer, begunScrubSchema } from '../answers/workers.js';
import { askWorker } from '../ask-worker.js';
import type { ConsoleContext } from '../context.js';
import { memberOf } from '../current-membership.js';
import { json, needsKey, workerParams } from '../route-parts.js';

const schema: RouteSchema = {
  operationId: 'scrubWorker',
  summary: 'Have a worker read all that it has stored, and replace what is damaged',
  description:
    'From the beginning, and at its pace. How far it is, and what came of it, is `scrub` of the worker in `GET /admin/cluster`: the pass has ' +
    '`endedAtMs` when all was read, and dealt with.',
  tags: ['workers'],
  security: needsKey,
  params: workerParams,
  response: {
    200: json('It reads', begunScrubSchema),
    ...problems('unauthorized', 'not_found', 'peer_unreachable', 'peer_protocol'),
  },
};

/** `POST /admin/workers/{id}/scrub`: the worker reads everything now, from the beginning. */
export function scrubWorkerRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.post<{ Params: { id: string } }>('/admin/workers/:id/scrub', { schema }, async (request, reply) => {
    const member = memberOf(context, request.params.id);
    const asked = { method: 'POST', path: '/scrub', timeoutMs: context.peerTimeoutMs } as const;
    const scrub = await askWorker<ScrubStatus>(context, member, asked);
    context.events.scrubbed(member.id);
    const answer: BegunScrubAnswer = { id: member.id, scrub };
    return reply.send(answer);
  });
}
