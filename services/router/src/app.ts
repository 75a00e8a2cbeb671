import {
  type PeerGuard,
  type PeerServerEvents,
  type PeerTls,
  requirePeer,
  servePeersOverTls,
} from '@understudy/peer-protocol';
import {
  type AdminRoutesOptions,
  adminRoutes,
  closeAfter,
  createServer,
  type EventFeed,
  eventRoutes,
  histogramsRoute,
  type Logger,
  shedWhenLate,
  type TlsIdentity,
} from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';
import { limitConnections } from './limits/limit-connections.js';
import { limitRequests } from './limits/limit-requests.js';
import type { ForOperators } from './operator/for-operators.js';
import { revocationsRoute } from './operator/revocations-route.js';
import { type StatusParts, statusRoute } from './operator/status-route.js';
import { streamsRoutes } from './operator/streams-route.js';
import { crossOrigin } from './play/headers.js';
import { catalogRoutes } from './routes/catalog.js';
import { playRoutes } from './routes/play.js';
import { steeringRoute } from './routes/steering.js';

/** Nothing that the router itself reads has a body. */
const bodyLimitBytes = 1024;

/** The public server: players' requests, and those for the catalog. */
export function createApp(context: RouterContext, tls?: TlsIdentity): FastifyInstance {
  const { logger, limits } = context;
  const app = createServer({ logger, bodyLimitBytes, tls, strictTransportS: limits.strictTransportS });
  closeWhileDraining(app, context);
  limitClients(app, context);
  shedWhenLate(app, {
    mostMs: limits.shedDelayMs,
    onShed(reply) {
      reply.headers(crossOrigin);
      context.events.requestShed();
    },
  });
  app.register(async (playing) => {
    playRoutes(playing, context);
    steeringRoute(playing, context);
  });
  app.register((catalog) => catalogRoutes(catalog, context));
  return app;
}

/** What is asked for over a connection that is there is answered, and the connection closed behind it. */
function closeWhileDraining(app: FastifyInstance, context: Pick<RouterContext, 'draining'>): void {
  app.addHook('onRequest', (_request, reply, done) => {
    if (context.draining) closeAfter(reply);
    done();
  });
}

function limitClients(app: FastifyInstance, context: RouterContext): void {
  const { limits, trustedProxies, events, rates, streams } = context;
  const connectionOf = limitConnections(
    app,
    { ...limits, trustedProxies },
    { onRefused: events.connectionRefused, onEvicted: events.connectionsEvicted },
  );
  limitRequests(app, {
    connectionOf,
    trustedProxies,
    rates,
    responsesPerAddress: limits.responsesPerAddress,
    dropSlow: (client) => streams.dropSlowest(client),
    onRefused: events.requestRefused,
  });
}

export interface AdminOptions extends AdminRoutesOptions, StatusParts {
  readonly logger: Logger;
  readonly guard: PeerGuard & { readonly events: PeerServerEvents };
  /** TLS for those with a certificate; undefined: in the clear. */
  readonly peerTls?: PeerTls | undefined;
  readonly feed: EventFeed;
  readonly forOperators: ForOperators;
}

/** Health and metrics, on a private port; and for the console, by its signature, the router's state, the open responses, histograms and the last events. */
export function createAdminApp(options: AdminOptions): FastifyInstance {
  const { logger, guard, peerTls } = options;
  const app = createServer({ logger, bodyLimitBytes, mutualTls: peerTls?.serverOptions });
  if (peerTls !== undefined) servePeersOverTls(app, peerTls, guard.events);
  adminRoutes(app, options);
  app.register(async (peers) => {
    requirePeer(peers, guard);
    statusRoute(peers, options);
    streamsRoutes(peers, options.forOperators);
    revocationsRoute(peers, options.forOperators.readRevocations);
    histogramsRoute(peers, options.forOperators.histograms);
    eventRoutes(peers, options.feed);
  });
  return app;
}
