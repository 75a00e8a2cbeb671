import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { statusRoute } from './status-route.js';

test('a router tells its state, how many streams it has, and whether the catalog answers it', async () => {
  const now = { ready: false, draining: false };
  const catalog = { isReachable: true };
  const app = fastify();
  statusRoute(app, {
    isReady: () => now.ready,
    isDraining: () => now.draining,
    catalog,
    forOperators: { streams: async () => ({ total: 4, streams: [] }) },
  });
  const status = async () => (await app.inject('/status')).json();
  expect(await status()).toEqual({ state: 'not ready', streams: 4, catalog: 'reachable' });
  now.ready = true;
  catalog.isReachable = false;
  expect(await status()).toEqual({ state: 'active', streams: 4, catalog: 'unreachable' });
  Object.assign(now, { ready: false, draining: true });
  expect(await status()).toMatchObject({ state: 'draining' });
});
