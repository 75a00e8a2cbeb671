import { requirePeer } from '@understudy/peer-protocol';
import {
  type AdminRoutesOptions,
  adminRoutes,
  createServer,
  type EventFeed,
  eventRoutes,
  histogramsRoute,
  type Logger,
  type TlsIdentity,
} from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';
import { limitConnections } from './http/connection-limit.js';
import type { ForOperators } from './operator/for-operators.js';
import { revocationsRoute } from './operator/revocations-route.js';
import { streamsRoutes } from './operator/streams-route.js';
import { catalogRoutes } from './routes/catalog.js';
import { playRoutes } from './routes/play.js';
import { steeringRoute } from './routes/steering.js';

/** Nothing that the router itself reads has a body. */
const bodyLimitBytes = 1024;

/** The public server: players' requests, and those for the catalog. */
export function createApp(context: RouterContext, tls?: TlsIdentity): FastifyInstance {
  const { logger, limits } = context;
  const app = createServer({ logger, bodyLimitBytes, tls, strictTransportS: limits.strictTransportS });
  limitConnections(app, limits.connectionsPerAddress, () => context.events.connectionRefused());
  app.register(async (playing) => {
    playRoutes(playing, context);
    steeringRoute(playing, context);
  });
  app.register((catalog) => catalogRoutes(catalog, context));
  return app;
}

export interface AdminOptions extends AdminRoutesOptions {
  readonly logger: Logger;
  readonly peerSecret: Uint8Array;
  readonly feed: EventFeed;
  readonly forOperators: ForOperators;
}

/** Health and metrics, on a private port; and for the console, by its signature, the open responses, histograms and the last events. */
export function createAdminApp(options: AdminOptions): FastifyInstance {
  const app = createServer({ logger: options.logger, bodyLimitBytes });
  adminRoutes(app, options);
  app.register(async (peers) => {
    requirePeer(peers, options.peerSecret);
    streamsRoutes(peers, options.forOperators);
    revocationsRoute(peers, options.forOperators.readRevocations);
    histogramsRoute(peers, options.forOperators.histograms);
    eventRoutes(peers, options.feed);
  });
  return app;
}
