import { collectProcessMetrics, listen, runService } from '@understudy/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';

/** No answer of the console takes longer than the peers it asks may. */
const closeDeadlineMs = 5_000;

await runService(async () => {
  const config = readConfig(process.env);
  const context = await createContext(config);
  collectProcessMetrics(context.registry);
  context.timings.start();
  return listen(createApp(context), context, { ...config, closeDeadlineMs });
});
