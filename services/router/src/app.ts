import { adminRoutes, createServer } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';
import { catalogRoutes } from './routes/catalog.js';
import { playRoute } from './routes/play.js';

/** Nothing that the router itself reads has a body. */
const bodyLimitBytes = 1024;

/** The public server: players' requests, and those for the catalog. */
export function createApp(context: RouterContext): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes });
  playRoute(app, context);
  app.register((catalog) => catalogRoutes(catalog, context));
  return app;
}

/** Health and metrics, on a private port. */
export function createAdminApp(context: RouterContext): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes });
  adminRoutes(app, {
    registry: context.registry,
    // A router that knows no worker waits for the first one, but not for the store that would tell of it: what it answers then
    // (503 with Retry-After) is better than a store that takes all new routers down with it.
    isReady: () => (context.members.any || context.members.storeAway) && !context.draining,
  });
  return app;
}
