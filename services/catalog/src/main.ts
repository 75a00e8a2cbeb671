import { collectProcessMetrics, listen, runService } from '@understudy/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';

/** No answer of the catalog takes longer than its store may, so little is open when it stops. */
const closeDeadlineMs = 5_000;

await runService(async () => {
  const config = readConfig(process.env);
  const context = await createContext(config);
  collectProcessMetrics(context.registry);
  return listen(createApp(context), context, { ...config, closeDeadlineMs });
});
