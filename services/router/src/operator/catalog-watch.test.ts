import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { CatalogWatch } from './catalog-watch.js';

/** What answers `/healthz` on a port, until it is stopped. */
async function startCatalog(port = 0) {
  const server: Server = createServer((request, response) => {
    response.statusCode = request.url === '/healthz' ? 200 : 404;
    response.end('{}');
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    port: (server.address() as AddressInfo).port,
    stop,
    /** It accepts, and says nothing. */
    hang: () => server.removeAllListeners('request').on('request', () => {}),
  };
}

test('a catalog that hangs, ends and comes back is found out, and nobody waits for that', async () => {
  const catalog = await startCatalog();
  const told: boolean[] = [];
  const limits = { timeoutMs: 200, longestMs: 200 };
  const watch = new CatalogWatch(`http://127.0.0.1:${catalog.port}`, limits, (isReachable) =>
    told.push(isReachable),
  );
  onTestFinished(() => watch.close());
  expect(watch.isReachable).toBe(true);
  catalog.hang();
  await expect.poll(() => watch.isReachable).toBe(false);
  await catalog.stop();
  const again = await startCatalog(catalog.port);
  onTestFinished(again.stop);
  await expect.poll(() => watch.isReachable).toBe(true);
  await again.stop();
  await expect.poll(() => watch.isReachable).toBe(false);
  expect(told).toEqual([false, true, false]);
});
