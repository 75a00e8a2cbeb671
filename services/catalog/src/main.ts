import { collectProcessMetrics, listen, runService } from '@understudy/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';
import { webhookGraceMs } from './webhooks/webhooks.js';

/** For answers, and for traces: what takes 2 s at most. */
const closeMarginMs = 4_000;

await runService(async () => {
  const config = readConfig(process.env);
  const context = await createContext(config);
  collectProcessMetrics(context.registry);
  return listen(createApp(context), context, {
    ...config,
    // What is being sent to webhooks may end; then the store is told what came of it.
    closeDeadlineMs: closeMarginMs + webhookGraceMs + 2 * config.metadataTimeoutMs,
  });
});
