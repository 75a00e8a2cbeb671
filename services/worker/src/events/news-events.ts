import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import { reason } from './fields.js';

/** What webhooks are told of videos. */
export function newsEvents(logger: Logger, registry: Registry) {
  const dropped = new Counter({
    name: 'understudy_webhook_news_dropped_total',
    help: 'What webhooks will never be told, by the reason',
    labelNames: ['reason'],
    registers: [registry],
  });
  // An increase is seen only from a value on.
  for (const why of ['store_away', 'failed', 'queue_full']) dropped.inc({ reason: why }, 0);

  return {
    newsDropped(contentId: bigint, type: string) {
      dropped.inc({ reason: 'store_away' });
      logger.error(
        { event: 'webhook.untold', contentId: String(contentId), type },
        'too much waits for the metadata store; webhooks are not told the oldest',
      );
    },
    newsFailed(contentId: bigint, type: string, error: unknown) {
      dropped.inc({ reason: 'failed' });
      logger.error(
        { event: 'webhook.broke', contentId: String(contentId), type, ...reason(error) },
        'webhooks cannot be told',
      );
    },
    messageDropped(hook: string, contentId: bigint) {
      dropped.inc({ reason: 'queue_full' });
      logger.error(
        { event: 'webhook.dropped', hook, contentId: String(contentId) },
        'too many messages are outstanding for a webhook; the oldest is dropped',
      );
    },
  };
}
