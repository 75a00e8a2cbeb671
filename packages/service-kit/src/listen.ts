import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from './logger.js';
import type { Service } from './run-service.js';

/** How often a server that closes looks for connections without a request. */
const sweepMs = 50;

/** What a service depends on, as far as its life goes. */
export interface ServiceContext {
  readonly logger: Logger;
  readonly events: { listening(url: string): void };
  close(): Promise<void>;
}

/** Has `app` listen. The service that it gives to `runService` closes the server, and then what that depends on. */
export async function listen(
  app: FastifyInstance,
  context: ServiceContext,
  { host, port, closeDeadlineMs }: { host: string; port: number; closeDeadlineMs: number },
): Promise<Service> {
  const closeSilent = followSilent(app);
  const url = await app.listen({ host, port });
  context.events.listening(url);
  return {
    logger: context.logger,
    closeDeadlineMs,
    async close() {
      const closed = app.close();
      closeSilent();
      // A connection is kept behind an answer that ends meanwhile, and nothing tells of that.
      const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
      await closed.finally(() => clearInterval(sweep));
      await context.close();
    },
  };
}

/**
 * Returns what closes the connections that nothing was asked over. Clients open some ahead of their requests; node takes them for busy,
 * not for idle, and a server waits for their end.
 */
function followSilent(app: FastifyInstance): () => void {
  const silent = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }) => silent.delete(socket));
  return () => {
    for (const socket of silent) socket.destroy();
  };
}
