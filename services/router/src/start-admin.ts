import type { Routers } from '@understudy/metadata-store';
import { type PeerTls, peerServerEvents } from '@understudy/peer-protocol';
import { serveHealth } from '@understudy/service-kit';
import { Gauge, type Registry } from 'prom-client';
import { type AdminOptions, createAdminApp } from './app.js';
import type { RouterConfig } from './config.js';
import { catalogEvents } from './events.js';
import { CatalogWatch } from './operator/catalog-watch.js';
import { announce, type Presence } from './operator/presence.js';

interface AdminParts extends Omit<AdminOptions, 'guard' | 'peerTls' | 'catalog'> {
  /** Where is counted what this process itself refuses. */
  readonly counted: Registry;
  readonly peerTls: PeerTls | undefined;
}

/** A router's admin server that runs. */
export interface Admin {
  readonly url: string;
  /** Undefined where health and metrics are shown nowhere else. */
  readonly healthUrl: string | undefined;
  /** Has the console find it; see `announce`. */
  announce(store: Routers, events: { hidden(error: unknown): void }): Presence | undefined;
  close(): Promise<void>;
}

/** Starts the admin server of a router, and what shows its health in the clear where that is asked for. */
export async function startAdmin(
  config: RouterConfig,
  { counted, peerTls, ...parts }: AdminParts,
): Promise<Admin> {
  let presence: Presence | undefined;
  const events = catalogEvents(parts.logger);
  const limits = { timeoutMs: config.probeTimeoutMs, longestMs: config.catalogTimeoutMs };
  const catalog = new CatalogWatch(config.catalogUrl, limits, (isReachable) =>
    events.catalogReachable(isReachable),
  );
  new Gauge({
    name: 'understudy_router_catalog_reachable',
    help: 'Whether the catalog answers the router: 1 or 0',
    registers: [counted],
    collect() {
      this.set(catalog.isReachable ? 1 : 0);
    },
  });
  const app = createAdminApp({
    ...parts,
    catalog,
    guard: {
      ...config.peers,
      // One that nobody finds is known by no name.
      ownUrl: () => presence?.url,
      events: peerServerEvents(parts.logger, counted),
    },
    peerTls: config.peers.tls?.listens === true ? peerTls : undefined,
  });
  const url = await app.listen({ host: config.adminHost, port: config.adminPort });
  const health = await serveHealth(config.health, parts);
  return {
    url,
    healthUrl: health?.url,
    announce(store, events) {
      presence = announce(store, config, url, events);
      return presence;
    },
    async close() {
      catalog.close();
      app.server.closeAllConnections();
      await app.close();
      await health?.close();
    },
  };
}
