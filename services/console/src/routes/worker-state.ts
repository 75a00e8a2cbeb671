import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../context.js';

const states = { drain: 'draining', activate: 'active' } as const;

/** `POST /admin/workers/{id}/drain` and `…/activate`: a draining worker leaves the ring, an activated one is placed again. */
export function workerStateRoutes(app: FastifyInstance, context: ConsoleContext): void {
  for (const action of ['drain', 'activate'] as const) {
    app.post<{ Params: { id: string } }>(`/admin/workers/:id/${action}`, async (request, reply) => {
      const { id } = request.params;
      const state = states[action];
      const known = currentMemberIds(context).includes(id) && (await context.store.setMemberState(id, state));
      if (!known) throw new UnderstudyError('not_found');
      context.events.stateSet(id, state);
      return reply.send({ id, state });
    });
  }
}

function currentMemberIds({ membership }: ConsoleContext): string[] {
  return (membership.current?.members ?? []).map(({ id }) => id);
}
