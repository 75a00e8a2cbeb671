import { UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import type { WorkerStatus } from '@understudy/peer-protocol';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { killedWorkerSchema } from '../answers/workers.js';
import { askWorker } from '../ask-worker.js';
import type { ConsoleContext } from '../context.js';
import { memberOf } from '../current-membership.js';
import { json, needsKey, workerParams } from '../route-parts.js';

const schema: RouteSchema = {
  operationId: 'killWorker',
  summary: 'Kill a worker of a local cluster, to see what happens',
  description: 'SIGKILL. Only in the cluster that `npm start` runs, on its own machine.',
  tags: ['workers'],
  security: needsKey,
  params: workerParams,
  response: {
    200: json('It was killed', killedWorkerSchema),
    ...problems('unauthorized', 'kill_not_allowed', 'not_found', 'peer_unreachable', 'peer_protocol'),
  },
};

/** Where only this machine can answer. */
const ownMachine = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** `POST /admin/workers/{id}/kill`: in a local cluster, SIGKILL. */
export function killWorkerRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.post<{ Params: { id: string } }>('/admin/workers/:id/kill', { schema }, async (request) => {
    if (!context.mayKillWorkers) throw notAllowed('Only the cluster that npm start runs has this.');
    const member = memberOf(context, request.params.id);
    if (!ownMachine.test(new URL(member.url).hostname))
      throw notAllowed(`${member.id} does not run on the console's own machine.`);
    await requireSelf(context, member);
    try {
      context.killProcess(member.pid);
    } catch (cause) {
      const publicDetail = `The process of ${member.id} has ended by itself, or belongs to another user.`;
      throw new UnderstudyError('peer_unreachable', publicDetail, { publicDetail, cause });
    }
    context.events.killed(member.id, member.pid);
    return { id: member.id, pid: member.pid };
  });
}

/**
 * A number of a process is used again: at this moment the one of this number must say that it is this worker.
 * @throws UnderstudyError `peer_unreachable`; `peer_protocol` where another answers
 */
async function requireSelf(context: ConsoleContext, member: Member): Promise<void> {
  const { id, pid } = member;
  const asked = { method: 'GET', path: '/status', timeoutMs: context.peerTimeoutMs } as const;
  const said = await askWorker<WorkerStatus>(context, member, asked);
  if (said.id === id && said.pid === pid) return;
  const publicDetail = `${said.id} (process ${said.pid}) answers where ${id} (process ${pid}) was; nobody was killed.`;
  throw new UnderstudyError('peer_protocol', publicDetail, { publicDetail });
}

function notAllowed(publicDetail: string): UnderstudyError {
  return new UnderstudyError('kill_not_allowed', publicDetail, { publicDetail });
}
