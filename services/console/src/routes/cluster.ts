import type { Member } from '@understudy/metadata-store';
import type { WorkerStatus } from '@understudy/peer-protocol';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type ClusterAnswer, clusterSchema, type ShownWorker } from '../answers.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey } from '../route-parts.js';

const schema: RouteSchema = {
  operationId: 'readCluster',
  summary: 'The members, and what each says of itself now',
  tags: ['cluster'],
  security: needsKey,
  response: {
    200: json('The cluster', clusterSchema),
    ...problems('unauthorized', 'metadata_unavailable'),
  },
};

/** `GET /admin/cluster`: the members, and what each says of itself now. */
export function clusterRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get('/admin/cluster', { schema }, async (_request, reply) => {
    const { epoch, members } = currentMembership(context);
    const [workers, routers] = await Promise.all([
      Promise.all(members.map((member) => show(context, member))),
      context.routers.read(),
    ]);
    const answer: ClusterAnswer = {
      epoch,
      metadata: context.membership.reachable ? 'reachable' : 'away',
      publicUrl: context.publicUrl,
      mayKillWorkers: context.mayKillWorkers,
      workers,
      routers,
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

async function show(context: ConsoleContext, member: Member): Promise<ShownWorker> {
  const { id, state, url, pid, zone, capacity, warmth, generators } = member;
  const known = { id, state, url, pid, zone, capacity, warmth, generators };
  try {
    const status = await context.peers.json<WorkerStatus>({
      method: 'GET',
      url,
      path: '/status',
      headTimeoutMs: context.peerTimeoutMs,
    });
    const { id: _, ...told } = status;
    return { ...known, ...told };
  } catch {
    // Whatever keeps it from answering, an operator wants to see the others.
    return { ...known, state: 'unreachable' };
  }
}
