import type { Service } from '@understudy/service-kit';
import { createAdminApp, createApp } from './app.js';
import type { RouterConfig } from './config.js';
import { createContext } from './context.js';

/** For what closing takes after the streams have drained. */
const closeMarginMs = 5_000;

/** Starts a router: its public and its admin server. */
export async function startRouter(config: RouterConfig): Promise<Service> {
  const context = await createContext(config);
  const app = createApp(context);
  const admin = createAdminApp(context);
  const adminUrl = await admin.listen({ host: config.adminHost, port: config.adminPort });
  const url = await app.listen({ host: config.host, port: config.port });
  context.events.listening(url, adminUrl);

  return {
    logger: context.logger,
    closeDeadlineMs: config.drainDeadlineMs + closeMarginMs,
    // Not ready from now on and taking no connections; what streams may end; what does not in time is cut.
    async close() {
      context.draining = true;
      const closed = app.close();
      await context.streams.drained(context.limits.drainDeadlineMs);
      if (context.streams.count > 0) context.events.drained(context.streams.count);
      app.server.closeAllConnections();
      await closed;
      admin.server.closeAllConnections();
      await admin.close();
      await context.close();
    },
  };
}
