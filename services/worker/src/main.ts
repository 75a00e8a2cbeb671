import { armFaults } from '@understudy/fault-points';
import { advertisedUrl, collectProcessMetrics, runService, serveHealth } from '@understudy/service-kit';
import { createApp } from './app.js';
import { claimDirectory } from './claim-directory.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';

/** For everything but what a worker uploads before it leaves. */
const closeDeadlineMs = 10_000;

await runService(async () => {
  const config = await claimDirectory(readConfig(process.env));
  armFaults(config.faults);
  const context = await createContext(config);
  collectProcessMetrics(context.registry);
  const app = createApp(context);
  const url = await app.listen({ host: config.host, port: config.port }).catch(async (error: unknown) => {
    await context.abandon();
    throw error;
  });
  const { registry, logger } = context;
  const health = await serveHealth(config.health, { registry, logger, isReady: () => context.ready() });
  context.join(advertisedUrl(config, url));
  context.events.listening(url, health?.url);
  return {
    logger: context.logger,
    failed: context.failed,
    fulfilled: context.drain.drained,
    closeDeadlineMs:
      closeDeadlineMs + config.drainDeadlineMs + (context.archive === undefined ? 0 : config.archiveLeaveMs),
    async close(signal) {
      // Ctrl-C, or the end of the terminal, ends the whole cluster: there is nobody to hand over to.
      if (signal === 'SIGTERM') await context.drain.finish();
      await context.close();
      app.server.closeAllConnections();
      await app.close();
      await health?.close();
    },
  };
});
