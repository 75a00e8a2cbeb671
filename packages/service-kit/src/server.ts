import { UnderstudyError } from '@understudy/errors';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from './logger.js';
import { sendProblem, useProblemResponses } from './problem-responses.js';

/** A slow or stuck client may take this long to send its request; fastify's own default is "for ever". */
const requestTimeoutMs = 10_000;
/** Longer than the idle time of our own clients, so that it is they who close an idle connection. */
const keepAliveTimeoutMs = 72_000;

export interface ServerOptions {
  readonly logger: Logger;
  /** Largest request body in bytes; 413 above it. */
  readonly bodyLimitBytes: number;
}

/** A fastify server with the limits every service of ours has, answering errors as problem documents. */
export function createServer(options: ServerOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const app = fastify({
    loggerInstance,
    // No logger of its own for each request: what is logged of one goes through a service's events.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // A path that cannot be decoded names nothing.
    frameworkErrors: (_error, _request, reply) => sendProblem(reply, new UnderstudyError('not_found')),
  });
  useProblemResponses(app);
  return app;
}
