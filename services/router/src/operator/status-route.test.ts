import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CatalogProbe } from './catalog-probe.js';
import { statusRoute } from './status-route.js';

/** A catalog that counts how often it is asked whether it lives. */
async function startCatalog() {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    stop,
    /** It accepts, and says nothing. */
    hang: () => server.removeAllListeners('request').on('request', () => {}),
  };
}

test('a router tells its state, how many streams it has, and whether the catalog answers it', async () => {
  const catalog = await startCatalog();
  let draining = false;
  const app = fastify();
  statusRoute(app, {
    isDraining: () => draining,
    catalog: new CatalogProbe(catalog.url),
    forOperators: { streams: async () => ({ total: 4, streams: [] }) },
  });
  const status = async () => (await app.inject('/status')).json();
  expect(await status()).toEqual({ state: 'active', streams: 4, catalog: 'reachable' });
  draining = true;
  expect(await status()).toMatchObject({ state: 'draining' });
});

test('the catalog is asked once a second at most, and one that hangs does not keep who asks', async () => {
  const catalog = await startCatalog();
  const probe = new CatalogProbe(catalog.url);
  const now = vi.spyOn(performance, 'now');
  onTestFinished(() => now.mockRestore());
  const beganAtMs = performance.now();
  const at = (ms: number) => {
    now.mockReturnValue(beganAtMs + ms);
    return probe.isReachable();
  };
  expect(await Promise.all([at(0), at(10), at(900)])).toEqual([true, true, true]);
  expect(catalog.asked()).toBe(1);
  expect(await at(2_000)).toBe(true);
  expect(catalog.asked()).toBe(2);
  catalog.hang();
  expect(await at(4_000)).toBe(false);
  catalog.stop();
  expect(await at(6_000)).toBe(false);
});
