import { adminRoutes, createServer, type TlsIdentity } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';
import { limitConnections } from './http/connection-limit.js';
import { catalogRoutes } from './routes/catalog.js';
import { playRoutes } from './routes/play.js';

/** Nothing that the router itself reads has a body. */
const bodyLimitBytes = 1024;

/** The public server: players' requests, and those for the catalog. */
export function createApp(context: RouterContext, tls?: TlsIdentity): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes, tls });
  limitConnections(app, context.limits.connectionsPerAddress, () => context.events.connectionRefused());
  playRoutes(app, context);
  app.register((catalog) => catalogRoutes(catalog, context));
  return app;
}

/** Health and metrics, on a private port. */
export function createAdminApp(context: RouterContext, isReady: () => boolean): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes });
  adminRoutes(app, { registry: context.registry, isReady });
  return app;
}
