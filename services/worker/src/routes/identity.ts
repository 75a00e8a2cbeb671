import { type IdentityAnswer, parseIdentityQuestion } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';

/** `POST /identity`: who this worker is, asked by one that has the same ID. */
export function identityRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.post('/identity', (request): IdentityAnswer => {
    const { id, url, pid, instance } = parseIdentityQuestion(request.body);
    if (id === context.id && instance !== context.instance) context.events.identityClaimed({ url, pid });
    return { id: context.id, pid: process.pid, instance: context.instance };
  });
}
