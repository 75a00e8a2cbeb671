import { collectProcessMetrics, listen, runService } from '@understudy/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';

/** Enough for what asks each peer once. What goes on for longer, a drain's preview or a regeneration, is cut: it can be asked again. */
const closeDeadlineMs = 5_000;

await runService(async () => {
  const config = readConfig(process.env);
  const context = await createContext(config);
  collectProcessMetrics(context.registry);
  context.timings.start();
  return listen(createApp(context), context, { ...config, closeDeadlineMs });
});
