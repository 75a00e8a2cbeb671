import { runService } from '@understudy/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';

/** No answer of the console takes longer than the peers it asks may. */
const closeDeadlineMs = 5_000;

await runService(async () => {
  const config = readConfig(process.env);
  const context = await createContext(config);
  const app = createApp(context);
  const url = await app.listen({ host: config.host, port: config.port });
  context.events.listening(url);
  return {
    logger: context.logger,
    closeDeadlineMs,
    async close() {
      await app.close();
      await context.close();
    },
  };
});
