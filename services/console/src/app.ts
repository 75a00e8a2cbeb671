import { apiDocsRoutes } from '@understudy/api-docs';
import { adminRoutes, createServer, requireAccessKey } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from './context.js';
import { bundleDirectory } from './page-bundle.js';
import { clusterRoute } from './routes/cluster.js';
import { endStreamRoute } from './routes/end-stream.js';
import { eventsRoute } from './routes/events.js';
import { evictRoute } from './routes/evict.js';
import { killWorkerRoute } from './routes/kill-worker.js';
import { pageRoute } from './routes/page.js';
import { placementRoute } from './routes/placement.js';
import { replicationRoutes } from './routes/replication.js';
import { ringRoute } from './routes/ring.js';
import { streamsRoute } from './routes/streams.js';
import { timingsRoute } from './routes/timings.js';
import { workerStateRoutes } from './routes/worker-state.js';

/** No request of an operator has a body worth mentioning. */
const bodyLimitBytes = 16 * 1024;

/** The console's server, for the private network. The page is without a key: it has nothing until one is typed in. */
export function createApp(context: ConsoleContext): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes });
  // Only the page of a local cluster has a video in it.
  pageRoute(app, bundleDirectory, context.mayKillWorkers ? context.publicUrl : null);
  operatorRoutes(app, context);
  return app;
}

/** Everything but the page. The documents are without a key, as the page is: they say nothing of this cluster. */
export function operatorRoutes(app: FastifyInstance, context: ConsoleContext): void {
  adminRoutes(app, {
    registry: context.registry,
    isReady: () => context.membership.current !== undefined,
  });
  apiDocsRoutes(app, { at: '/admin', document: 'openapi-admin.json', title: 'Understudy admin API' });
  app.register(async (operating) => {
    requireAccessKey(operating, context.adminKeys);
    clusterRoute(operating, context);
    placementRoute(operating, context);
    ringRoute(operating, context);
    workerStateRoutes(operating, context);
    killWorkerRoute(operating, context);
    replicationRoutes(operating, context);
    streamsRoute(operating, context);
    endStreamRoute(operating, context);
    timingsRoute(operating, context);
    eventsRoute(operating, context);
    evictRoute(operating, context);
  });
}
