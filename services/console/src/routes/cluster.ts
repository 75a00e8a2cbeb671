import type { Member } from '@understudy/metadata-store';
import type { ShownReplication, WorkerStatus } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';

/** One worker as an operator sees it. The numbers are those of its own answer, absent when it does not answer. */
interface ShownWorker {
  readonly id: string;
  readonly state: Member['state'] | 'unreachable';
  readonly url: string;
  readonly pid: number;
  readonly zone: string;
  readonly capacity: number;
  readonly warmth: number;
  readonly generators: readonly string[];
  readonly streams?: number;
  readonly generating?: number;
  readonly artifacts?: number;
  readonly bytes?: number;
  readonly storage?: WorkerStatus['storage'];
  readonly scrub?: WorkerStatus['scrub'];
  readonly pendingMoves?: number;
  readonly settledEpoch?: number;
  readonly replication?: ShownReplication;
}

/** `GET /admin/cluster`: the members, and what each says of itself now. */
export function clusterRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get('/admin/cluster', async (_request, reply) => {
    const { epoch, members } = currentMembership(context);
    const [workers, routers] = await Promise.all([
      Promise.all(members.map((member) => show(context, member))),
      context.routers.read(),
    ]);
    return reply
      .header('cache-control', 'no-store')
      .send({ epoch, metadata: context.membership.reachable ? 'reachable' : 'away', workers, routers });
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
