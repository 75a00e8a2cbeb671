import type { FastifyInstance } from 'fastify';

/**
 * `POST /revocations/read`: has this router ask the metadata store now what was revoked, for peers. `obeyed` in the answer: whether it does, from
 * now on, what was revoked before it was asked; false where playback is open, or the store is away.
 */
export function revocationsRoute(app: FastifyInstance, read: () => Promise<boolean>): void {
  app.post('/revocations/read', async () => ({ obeyed: await read() }));
}
