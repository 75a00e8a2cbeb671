import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAnswers } from '@understudy/api-docs/testing';
import { createOpaqueIds, generateKeyRing, parseKeyRing } from '@understudy/opaque-id';
import { verifyRequest } from '@understudy/peer-protocol';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type FastifyInstance, fastify, type LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { createContext } from '../context.js';

/** A console over a real store in a temporary directory, gone when the running test is over. */
export async function startConsole(env: NodeJS.ProcessEnv = {}) {
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
      UNDERSTUDY_SEARCHED_VIDEOS: '100',
      UNDERSTUDY_LOG_LEVEL: 'silent',
      ...env,
    }),
  );
  const app = createApp(context);
  checkAnswers(app, 'openapi-admin.json');
  onTestFinished(async () => {
    const closed = app.close();
    // Clients open connections ahead of what they ask.
    app.server.closeAllConnections();
    await closed;
    await context.close();
    await rm(dataDir, { recursive: true });
  });
  const headers = { authorization: `Bearer ${adminKey}` };
  const announce = async (id: string, url: string, pool?: number, pid = 7) => {
    const known = {
      id,
      url,
      zone: 'a',
      capacity: 1,
      warmth: 1,
      state: 'active',
      generators: [],
      pid,
    } as const;
    await context.store.announce({ ...known, ...(pool !== undefined && { pool }) }, 60_000);
    await untilKnown(() => context.membership.current?.members.some((member) => member.id === id) === true);
  };

  return {
    app,
    context,
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
    post: (url: string, payload?: object): Promise<LightMyRequestResponse> =>
      app.inject({ method: 'POST', url, headers, ...(payload !== undefined && { payload }) }),
    remove: (url: string): Promise<LightMyRequestResponse> => app.inject({ method: 'DELETE', url, headers }),

    /** Asks as whoever has a key; without one as the operator of the configuration. */
    ask: (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      { key = adminKey, body }: { readonly key?: string; readonly body?: object } = {},
    ): Promise<LightMyRequestResponse> =>
      app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${key}` },
        ...(body !== undefined && { payload: body }),
      }),

    /** Announces a worker that is not on this machine. */
    announce,

    /**
     * Announces a worker; without `routes` nobody listens at its URL. Resolves when the console knows it, with what ends it without a
     * word.
     */
    async join(
      id: string,
      routes?: (worker: FastifyInstance) => void,
      pool?: number,
      pid?: number,
    ): Promise<() => Promise<void>> {
      const { url, stop } = await startPeer(peerSecret, routes);
      await announce(id, url, pool, pid);
      return stop;
    },

    /** Announces a router, as `join` does a worker. */
    async route(id: string, routes?: (router: FastifyInstance) => void): Promise<void> {
      const { url } = await startPeer(peerSecret, routes);
      await context.store.announceRouter({ id, url, pid: 7 }, 60_000);
    },

    /** Has the console listen, for what comes bit by bit. */
    async listen() {
      const url = await app.listen({ host: '127.0.0.1', port: 0 });
      return {
        follow: (lastEventId?: string) => followEvents(`${url}/admin/events?follow=1`, headers, lastEventId),
      };
    },

    /** Resolves when the console knows the worker in this state. */
    untilState: (id: string, state: string) =>
      untilKnown(() => context.membership.current?.members.find((known) => known.id === id)?.state === state),
  };
}

/** A process of the cluster that answers what is signed, and nothing else. */
async function startPeer(peerSecret: Uint8Array, routes?: (peer: FastifyInstance) => void) {
  const peer = fastify();
  peer.addHook('onRequest', async (request, reply) => {
    const { method, url: path } = request;
    const verified = verifyRequest([peerSecret], { method, path, headers: request.headers });
    if (!verified.ok) return reply.code(401).send();
  });
  routes?.(peer);
  const url = await peer.listen({ host: '127.0.0.1', port: 0 });
  const stop = async () => {
    peer.server.closeAllConnections();
    await peer.close();
  };
  if (routes === undefined) await stop();
  onTestFinished(stop);
  return { url, stop };
}

/** The server-sent events of a path, one at a time. */
async function followEvents(url: string, headers: Record<string, string>, lastEventId: string | undefined) {
  const left = new AbortController();
  onTestFinished(() => left.abort());
  const response = await fetch(url, {
    headers: { ...headers, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: left.signal,
  });
  const messages = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  let lastId: string | undefined;
  return {
    async next(): Promise<Record<string, unknown>> {
      const { value } = await messages.read();
      if (value === undefined) throw new Error('the events have ended');
      lastId = value.id ?? lastId;
      return { ...(value.event !== undefined && { type: value.event }), ...JSON.parse(value.data) };
    },
    lastEventId: () => lastId,
    close: () => left.abort(),
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
