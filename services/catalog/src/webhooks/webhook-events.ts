import { contentIdOfKey, type Told, type WebhookMessage } from '@understudy/metadata-store';
import type { Logger } from '@understudy/service-kit';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What is told to applications. A hook is named by its digest; its URL may hold a secret, and is in no line. */
export function webhookEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const attempts = new Counter({
    name: 'understudy_webhook_attempts_total',
    help: 'Attempts to deliver a message to a webhook',
    labelNames: ['result'],
    registers,
  });
  const seconds = new Histogram({
    name: 'understudy_webhook_delivery_seconds',
    help: 'From what is told to its delivery',
    buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600, 86_400],
    registers,
  });
  const dropped = new Counter({
    name: 'understudy_webhook_messages_dropped_total',
    help: 'Messages that a webhook will never get',
    labelNames: ['reason'],
    registers,
  });
  const outstanding = new Gauge({
    name: 'understudy_webhook_messages_outstanding',
    help: 'Messages that a webhook has not got yet',
    labelNames: ['hook'],
    registers,
  });
  // An increase is seen only from a value on.
  for (const reason of ['given_up', 'gone', 'queue_full']) dropped.inc({ reason }, 0);
  const about = (hook: string, { contentId, news, attempts: attempt }: WebhookMessage) => ({
    hook,
    contentId: String(contentId),
    type: news.type,
    attempt,
  });

  return {
    webhookConfigured(hook: string, url: string) {
      logger.info({ event: 'webhook.configured', hook, host: new URL(url).host }, 'a webhook is told');
    },
    webhookOutstanding(hook: string, count: number) {
      outstanding.set({ hook }, count);
    },
    webhookDelivered(hook: string, message: WebhookMessage, status: number) {
      attempts.inc({ result: 'delivered' });
      seconds.observe(Math.max(0, Date.now() - message.news.atMs) / 1_000);
      logger.info({ event: 'webhook.delivered', ...about(hook, message), status }, 'a message was delivered');
    },
    webhookFailed(hook: string, message: WebhookMessage, why: string, againInMs: number) {
      attempts.inc({ result: 'failed' });
      logger.warn(
        { event: 'webhook.failed', ...about(hook, message), why, againInMs },
        'a message was not delivered; it is sent again',
      );
    },
    webhookGivenUp(hook: string, message: WebhookMessage, why: string) {
      attempts.inc({ result: 'failed' });
      dropped.inc({ reason: 'given_up' });
      logger.error(
        { event: 'webhook.given-up', ...about(hook, message), why },
        'a message could not be delivered for too long; it is dropped',
      );
    },
    webhookGone(hook: string, message: WebhookMessage) {
      attempts.inc({ result: 'gone' });
      dropped.inc({ reason: 'gone' });
      logger.warn(
        { event: 'webhook.gone', ...about(hook, message) },
        'the receiver wants no such message (410); it is dropped',
      );
    },
    webhookOvertaken(hook: string, message: WebhookMessage) {
      logger.info(
        { event: 'webhook.overtaken', ...about(hook, message) },
        'another worker got further after a failure; it is not told',
      );
    },
    webhooksDropped({ dropped: messages }: Told) {
      for (const { hook, key } of messages) {
        dropped.inc({ reason: 'queue_full' });
        logger.error(
          { event: 'webhook.dropped', hook, contentId: String(contentIdOfKey(key)) },
          'too many messages are outstanding for a webhook; the oldest is dropped',
        );
      }
    },
    webhookBroke(hook: string, error: unknown) {
      logger.error({ event: 'webhook.broke', hook, error }, 'a webhook cannot be told now');
    },
  };
}
