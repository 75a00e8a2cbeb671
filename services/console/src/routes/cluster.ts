import { type Member, type RouterRecord, stillLost } from '@understudy/metadata-store';
import { type RouterStatus, type WorkerStatus, wasAnswered } from '@understudy/peer-protocol';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type ClusterAnswer, clusterSchema, type ShownRouter, type ShownWorker } from '../answers/cluster.js';
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
    const membership = currentMembership(context);
    const { epoch, members } = membership;
    const [workers, routers] = await Promise.all([
      Promise.all(members.map((member) => showWorker(context, member))),
      showRouters(context),
    ]);
    const answer: ClusterAnswer = {
      epoch,
      metadata: context.membership.reachable ? 'reachable' : 'away',
      publicUrl: context.publicUrl,
      mayKillWorkers: context.mayKillWorkers,
      workers,
      lost: [...stillLost(membership, Date.now())],
      routers,
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

async function showWorker(context: ConsoleContext, member: Member): Promise<ShownWorker> {
  const { id, state, url, pid, zone, capacity, warmth, generators } = member;
  const known = { id, state, url, pid, zone, capacity, warmth, generators };
  try {
    const { id: _, ...told } = await statusOf<WorkerStatus>(context, url);
    return { ...known, ...told };
  } catch {
    // Whatever keeps it from answering, an operator wants to see the others.
    return { ...known, state: 'unreachable' };
  }
}

async function showRouters(context: ConsoleContext): Promise<ShownRouter[]> {
  const routers = await context.routers.read();
  return Promise.all(routers.map((router) => showRouter(context, router)));
}

async function showRouter(context: ConsoleContext, { id, url, pid }: RouterRecord): Promise<ShownRouter> {
  const known = { id, url, pid };
  try {
    const { state, streams, catalog } = await statusOf<RouterStatus>(context, url);
    return { ...known, state, streams, catalog };
  } catch (error) {
    // One of an earlier version has no such path.
    return { ...known, state: wasAnswered(error, 404) ? 'active' : 'unreachable' };
  }
}

function statusOf<Status>({ peers, peerTimeoutMs }: ConsoleContext, url: string): Promise<Status> {
  return peers.json({ method: 'GET', url, path: '/status', headTimeoutMs: peerTimeoutMs });
}
