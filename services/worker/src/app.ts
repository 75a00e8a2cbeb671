import { requirePeer, servePeersOverTls } from '@understudy/peer-protocol';
import {
  adminRoutes,
  createServer,
  eventRoutes,
  histogramsRoute,
  readHistograms,
} from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from './context.js';
import { registerGauges } from './gauges.js';
import { archiveRoutes } from './routes/archive.js';
import { copiesRoutes } from './routes/copies.js';
import { drainRoutes } from './routes/drain.js';
import { evictRoute } from './routes/evict.js';
import { identityRoutes } from './routes/identity.js';
import { makeRoute } from './routes/make.js';
import { playRoutes } from './routes/play.js';
import { repairRoutes } from './routes/repair.js';
import { replicateRoutes } from './routes/replicate.js';
import { scrubRoutes } from './routes/scrub.js';
import { statusRoutes } from './routes/status.js';

/** A feed or follow request lists pieces and carries a description; a signature of a piece of 2 GB is as long. */
const bodyLimitBytes = 1024 * 1024;

/** What the console shows the percentiles of. */
const shownHistograms = ['understudy_generation_speed_ratio'];

/** The worker's server. Its port is for the private network only; all but health and metrics is for signed peers. */
export function createApp(context: WorkerContext): FastifyInstance {
  const { logger, peers: known, peerTls, events } = context;
  const tls = context.listensOverTls ? peerTls : undefined;
  const app = createServer({ logger, bodyLimitBytes, mutualTls: tls?.serverOptions });
  if (tls !== undefined) servePeersOverTls(app, tls, events);
  registerGauges(context);
  adminRoutes(app, { registry: context.registry, isReady: () => context.ready() });
  app.register(async (peers) => {
    requirePeer(peers, { ...known, ownUrl: context.ownUrl, events });
    statusRoutes(peers, context);
    eventRoutes(peers, context.feed);
    histogramsRoute(peers, async () => [await readHistograms(context.registry, shownHistograms)]);
    evictRoute(peers, context);
    replicateRoutes(peers, context);
    identityRoutes(peers, context);
    copiesRoutes(peers, context);
    repairRoutes(peers, context);
    scrubRoutes(peers, context);
    drainRoutes(peers, context);
    archiveRoutes(peers, context);
    makeRoute(peers, context);
    playRoutes(peers, context);
  });
  return app;
}
