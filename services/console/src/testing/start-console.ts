import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpaqueIds, generateKeyRing, parseKeyRing } from '@understudy/opaque-id';
import { verifyRequest } from '@understudy/peer-protocol';
import { type FastifyInstance, fastify, type LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { createContext } from '../context.js';

/** A console over a real store in a temporary directory, gone when the running test is over. */
export async function startConsole() {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-console-'));
  const adminKey = randomBytes(24).toString('base64url');
  const peerSecret = randomBytes(32);
  const idKeys = generateKeyRing();
  const context = await createContext(
    readConfig({
      UNDERSTUDY_METADATA_URL: 'lmdb:',
      UNDERSTUDY_DATA: dataDir,
      UNDERSTUDY_ID_KEYS: idKeys,
      UNDERSTUDY_ADMIN_KEY: adminKey,
      UNDERSTUDY_PLACEMENT_KEY: randomBytes(32).toString('base64'),
      UNDERSTUDY_PEER_SECRET: peerSecret.toString('base64'),
      UNDERSTUDY_MEMBERSHIP_POLL_MS: '50',
      UNDERSTUDY_LOG_LEVEL: 'silent',
    }),
  );
  const app = createApp(context);
  onTestFinished(async () => {
    await app.close();
    await context.close();
    await rm(dataDir, { recursive: true });
  });
  const headers = { authorization: `Bearer ${adminKey}` };

  return {
    app,
    ids: createOpaqueIds(parseKeyRing(idKeys)),
    get: (url: string): Promise<LightMyRequestResponse> => app.inject({ url, headers }),
    store: context.store,
    put: (url: string, body: unknown): Promise<LightMyRequestResponse> =>
      app.inject({
        method: 'PUT',
        url,
        headers: { ...headers, 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      }),
    post: (url: string): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', url, headers }),

    /** Announces a worker; without `routes` nobody listens at its URL. Resolves when the console knows it. */
    async join(id: string, routes?: (worker: FastifyInstance) => void, pool?: number): Promise<void> {
      const worker = fastify();
      worker.addHook('onRequest', async (request, reply) => {
        const { method, url: path } = request;
        const verified = verifyRequest(peerSecret, { method, path, headers: request.headers }, Date.now());
        if (!verified.ok) return reply.code(401).send();
      });
      routes?.(worker);
      const url = await worker.listen({ host: '127.0.0.1', port: 0 });
      if (routes === undefined) await worker.close();
      onTestFinished(() => worker.close());
      const member = {
        id,
        url,
        zone: 'a',
        capacity: 1,
        warmth: 1,
        state: 'active',
        generators: [],
        pid: 7,
        ...(pool !== undefined && { pool }),
      } as const;
      await context.store.announce(member, 60_000);
      await untilKnown(() => context.membership.current?.members.some((known) => known.id === id) === true);
    },

    /** Resolves when the console knows the worker in this state. */
    untilState: (id: string, state: string) =>
      untilKnown(() => context.membership.current?.members.find((known) => known.id === id)?.state === state),
  };
}

/** The store is read by polling; it tells no event. */
async function untilKnown(condition: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > giveUpAtMs) throw new Error('the console does not know it in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
