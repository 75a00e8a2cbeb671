import { requireKeys } from '@understudy/access-keys';
import { apiDocsRoutes } from '@understudy/api-docs';
import { adminRoutes, createServer, takeJsonBodies } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from './context.js';
import { bundleDirectory } from './page-bundle.js';
import { clusterRoute } from './routes/cluster.js';
import { deleteVideoRoute } from './routes/delete-video.js';
import { endStreamRoute } from './routes/end-stream.js';
import { eventsRoute } from './routes/events.js';
import { evictRoute } from './routes/evict.js';
import { keyRoutes } from './routes/keys.js';
import { killWorkerRoute } from './routes/kill-worker.js';
import { listVideosRoute } from './routes/list-videos.js';
import { pageRoute } from './routes/page.js';
import { placementRoute } from './routes/placement.js';
import { readVideoRoute } from './routes/read-video.js';
import { regenerateRoute } from './routes/regenerate.js';
import { replicationRoutes } from './routes/replication.js';
import { revocationRoutes } from './routes/revocations.js';
import { ringRoute } from './routes/ring.js';
import { scrubWorkerRoute } from './routes/scrub-worker.js';
import { sessionRoute } from './routes/session.js';
import { streamsRoute } from './routes/streams.js';
import { timingsRoute } from './routes/timings.js';
import { workerStateRoutes } from './routes/worker-state.js';

/** No request of an operator has a body worth mentioning. */
const bodyLimitBytes = 16 * 1024;

/** The console's server, for the private network. The page is without a key: it has nothing until one is typed in. */
export function createApp(context: ConsoleContext): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes });
  takeJsonBodies(app);
  pageRoute(app, bundleDirectory, context.publicUrl);
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
    const { keys, events } = context;
    requireKeys(operating, {
      keys,
      events,
      // A route that says nothing else needs these.
      needs: { reading: 'admin:read', changing: 'admin' },
      onChanging: (by, { id, method, routeOptions }) => events.asked(by, id, method, routeOptions.url ?? ''),
      wrongKeys: { limit: context.wrongKeys, onThrottled: events.keysThrottled },
    });
    sessionRoute(operating);
    keyRoutes(operating, context);
    clusterRoute(operating, context);
    placementRoute(operating, context);
    ringRoute(operating, context);
    workerStateRoutes(operating, context);
    killWorkerRoute(operating, context);
    scrubWorkerRoute(operating, context);
    replicationRoutes(operating, context);
    revocationRoutes(operating, context);
    streamsRoute(operating, context);
    endStreamRoute(operating, context);
    timingsRoute(operating, context);
    eventsRoute(operating, context);
    evictRoute(operating, context);
    listVideosRoute(operating, context);
    readVideoRoute(operating, context);
    regenerateRoute(operating, context);
    deleteVideoRoute(operating, context);
  });
}
