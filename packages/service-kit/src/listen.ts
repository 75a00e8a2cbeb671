import type { FastifyInstance } from 'fastify';
import type { Logger } from './logger.js';
import type { Service } from './run-service.js';

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
  const url = await app.listen({ host, port });
  context.events.listening(url);
  return {
    logger: context.logger,
    closeDeadlineMs,
    async close() {
      await app.close();
      await context.close();
    },
  };
}
