import { UnderstudyError } from '@understudy/errors';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from './logger.js';
import { refuseMalformed } from './malformed-requests.js';
import { sendProblem, useProblemResponses } from './problem-responses.js';
import { refuseSeveralHosts } from './several-hosts.js';

/** A slow or stuck client may take this long to send its request; fastify's own default is "for ever". */
const requestTimeoutMs = 10_000;
/** For the head of a request: a client that takes longer has nothing to say. */
const headersTimeoutMs = 5_000;
/** Node looks for connections past these only every 30 s by itself. */
const checkTimeoutsEveryMs = 1_000;
/** Of a request's head: 431 above it. */
const maxHeaderBytes = 16 * 1024;
/** Longer than the idle time of our own clients, so that it is they who close an idle connection. */
const keepAliveTimeoutMs = 72_000;

export interface ServerOptions {
  readonly logger: Logger;
  /** Largest request body in bytes; 413 above it. */
  readonly bodyLimitBytes: number;
}

/** A fastify server with the limits every service of ours has, answering errors as problem documents. */
export function createServer(options: ServerOptions): FastifyInstance {
  // Fastify's own lines say what a service's events say better.
  const loggerInstance: FastifyBaseLogger = options.logger.isLevelEnabled('info')
    ? options.logger.child({}, { level: 'warn' })
    : options.logger;
  const app = fastify({
    loggerInstance,
    // No logger of its own for each request: what is logged of one goes through a service's events.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: checkTimeoutsEveryMs,
      maxHeaderSize: maxHeaderBytes,
    },
    rewriteUrl: ({ url }) => originForm(url ?? '/'),
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    clientErrorHandler: refuseMalformed,
    // A path that cannot be decoded names nothing.
    frameworkErrors: (_error, _request, reply) => sendProblem(reply, new UnderstudyError('not_found')),
  });
  useProblemResponses(app);
  refuseSeveralHosts(app);
  return app;
}

const absoluteForm = /^https?:\/\/[^/?#]*/i;

/** RFC 9112 section 3.2.2: a server MUST accept a target in absolute form, though only proxies are sent one. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(absoluteForm, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
