import type { TlsOptions } from 'node:tls';
import { UnderstudyError } from '@understudy/errors';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerFactory,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import { refuseExpectations } from './expectations.js';
import { requireOneHost } from './host-header.js';
import type { Logger } from './logger.js';
import { refuseMalformed } from './malformed-requests.js';
import { sendProblem, useProblemResponses } from './problem-responses.js';
import { requestIdHeader, requestIdOf, tellRequestIds } from './request-ids.js';
import { securityHeaders, strictTransport, tellBrowsers } from './security-headers.js';
import { type ConnectionLimits, createTlsServer, type TlsIdentity } from './tls-server.js';
import { closeBehindUpgrades } from './upgrades.js';

const usualLimits: ConnectionLimits = {
  /** A slow or stuck client may take this long to send its request; fastify's own default is "for ever". */
  requestTimeout: 10_000,
  /** For the head of a request: a client that takes longer has nothing to say. */
  headersTimeout: 5_000,
  /** Node looks for connections past these only every 30 s by itself. */
  connectionsCheckingInterval: 1_000,
  /** Of a request's head: 431 above it. */
  maxHeaderSize: 16 * 1024,
  /** Longer than the idle time of our own clients, so that it is they who close an idle connection. */
  keepAliveTimeout: 72_000,
  /** Node's own is two minutes. */
  handshakeTimeout: 10_000,
};

/**
 * Schemas of routes describe them for the document of the API. Bodies and queries are read, and refused field by field, by the routes
 * themselves; answers are sent as they are. Fastify's own compilers would be loaded in any case: 0.1 s of CPU at every start.
 */
const describingOnly = {
  buildValidator: () => () => () => true,
  buildSerializer: () => () => JSON.stringify,
  // The type asks for what else ajv's functions have, which fastify does not.
} as unknown as NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

export interface ServerOptions {
  readonly logger: Logger;
  /** Largest request body in bytes; 413 above it. */
  readonly bodyLimitBytes: number;
  /** HTTP/2 and HTTP/1.1 over TLS, in place of plain HTTP/1.1. */
  readonly tls?: TlsIdentity | undefined;
  /** HTTP/1.1 over TLS for clients with a certificate, in place of plain HTTP/1.1. */
  readonly mutualTls?: TlsOptions | undefined;
  /** Others than the usual ones, for tests. */
  readonly limits?: Partial<ConnectionLimits> | undefined;
  /** For how long browsers are told to come by TLS alone, where this is TLS. */
  readonly strictTransportS?: number | undefined;
}

/** A fastify server with the limits every service of ours has, answering errors as problem documents. */
export function createServer(options: ServerOptions): FastifyInstance {
  const limits = { ...usualLimits, ...options.limits };
  // Fastify's own lines say what a service's events say better.
  const loggerInstance: FastifyBaseLogger = options.logger.isLevelEnabled('info')
    ? options.logger.child({}, { level: 'warn' })
    : options.logger;
  const app = fastify({
    loggerInstance,
    // No logger of its own for each request: what is logged of one goes through a service's events.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    ...transportOf(options, limits),
    rewriteUrl: ({ url }) => originForm(url ?? '/'),
    forceCloseConnections: 'idle',
    // What is asked for on a connection that is still there is answered, with `Connection: close`: nobody would send it elsewhere.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: describingOnly },
    clientErrorHandler: refuseMalformed,
    // Before any hook, and so before the limits of a client: see `nowhere`.
    frameworkErrors: (_error, request, reply) =>
      sendProblem(
        reply.headers(securityHeaders).header(requestIdHeader, request.id),
        new UnderstudyError('not_found'),
      ),
  });
  tellBrowsers(app, strictTransport(options.tls !== undefined, options.strictTransportS ?? 0));
  tellRequestIds(app);
  useProblemResponses(app);
  requireOneHost(app);
  closeBehindUpgrades(app);
  refuseExpectations(app);
  // Bounded by their bytes. By itself node drops those after the 2,000th without a word: a second Host, or a condition.
  app.server.maxHeadersCount = 0;
  return app;
}

function transportOf({ tls, mutualTls }: ServerOptions, limits: ConnectionLimits) {
  if (tls !== undefined) return tlsOptions(tls, limits);
  const http = { ...limits, requireHostHeader: false };
  // The type says less than is so: to all that follows it is a server of HTTP/1.1.
  return mutualTls === undefined
    ? { http }
    : ({ https: { ...http, ...mutualTls } } as unknown as { http: typeof http });
}

function tlsOptions(tls: TlsIdentity, limits: ConnectionLimits): { serverFactory: FastifyServerFactory } {
  const serverFactory: FastifyServerFactory = (handler) => createTlsServer(tls, limits, handler);
  // By `https` fastify knows the scheme of the URL that it tells. The type says less: it is a server of HTTP/1.1 to all that follows.
  return Object.assign({ serverFactory }, { https: {} });
}

const absoluteForm = /^https?:\/\/[^/?#]*/i;

/** Where nothing is. A path that cannot be decoded names nothing either, and there it goes through the hooks of any request. */
const nowhere = '/-';

/** RFC 9112 section 3.2.2: a server MUST accept a target in absolute form, though only proxies are sent one. */
function originForm(target: string): string {
  const rest = target.startsWith('/') ? target : target.replace(absoluteForm, '');
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return isDecodable(path) ? path : nowhere;
}

function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path.split('?', 1)[0] as string);
    return true;
  } catch {
    return false;
  }
}
