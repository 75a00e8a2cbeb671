import { requireKeys } from '@understudy/access-keys';
import { apiDocsRoutes } from '@understudy/api-docs';
import { catalogBodyLimitBytes } from '@understudy/peer-protocol';
import { adminRoutes, createServer, shedWhenLate, takeJsonBodies } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from './context.js';
import { composeVideoRoute } from './routes/compose-video.js';
import { createVideoRoute } from './routes/create-video.js';
import { deleteVideoRoute } from './routes/delete-video.js';
import { makeRoutes } from './routes/make.js';
import { mintTokenRoute } from './routes/mint-token.js';
import { playerAssetRoute } from './routes/player-asset.js';
import { readVideoRoute } from './routes/read-video.js';
import { sessionRoutes } from './routes/session.js';
import { watchRoute } from './routes/watch.js';

/**
 * The catalog's server. It listens on the private network: players reach `/v1/*`, `/watch/*` and `/make` through a router, which
 * forwards nothing else.
 */
export function createApp(context: CatalogContext): FastifyInstance {
  const app = createServer({ logger: context.logger, bodyLimitBytes: catalogBodyLimitBytes });
  takeJsonBodies(app);
  shedWhenLate(app, { mostMs: context.shedDelayMs, onShed: () => context.events.requestShed() });
  // Ready without its store: what the catalog then answers (503 with Retry-After) is better than no answer at all.
  adminRoutes(app, { registry: context.registry, isReady: () => true });
  publicRoutes(app, context);
  return app;
}

/** What a router forwards. */
export function publicRoutes(app: FastifyInstance, context: CatalogContext): void {
  readVideoRoute(app, context);
  watchRoute(app, context);
  playerAssetRoute(app, context);
  app.register((sessions) => sessionRoutes(sessions, context));
  apiDocsRoutes(app, { at: '/v1', document: 'openapi.json', title: 'Understudy API' });
  makeRoutes(app, context);
  app.register(async (creating) => {
    const { keys, events } = context;
    requireKeys(creating, { keys, events, needs: { reading: 'read', changing: 'create' } });
    createVideoRoute(creating, context);
    composeVideoRoute(creating, context);
    deleteVideoRoute(creating, context);
    mintTokenRoute(creating, context);
  });
}
