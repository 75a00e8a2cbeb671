import type { Service } from '@understudy/service-kit';
import type { Registry } from 'prom-client';
import type { RouterConfig } from '../config.js';
import { type ForOperators, forOperators } from '../operator/for-operators.js';
import { serve } from '../start-router.js';
import type { Answer, ProcessMessage, ProcessQuestion, Question } from './messages.js';

/** How often readiness is looked at; it is told when it has changed. */
const lookEveryMs = 200;
/** How long one wait for the next events is. */
const passOnWaitMs = 1_000;

/** One of several serving processes: the public server alone. Health and metrics are the first process's. */
export async function followPrimary(config: RouterConfig): Promise<Service> {
  // Ctrl-C at a terminal, and its end, go to all processes at once; when to stop is the first one's to say.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  const serving = await serve(config);
  const tell = (message: ProcessMessage) => process.send?.(message);
  const ours = forOperators(serving.context);
  process.on('message', async (message: ProcessQuestion) => {
    // A metric that cannot be told is no reason to end.
    const answer = await answerTo(message.question, ours, serving.context.registry).catch(() => undefined);
    tell({ type: 'answer', number: message.number, answer });
  });
  tell({ type: 'listening', url: serving.url });
  // While the first process takes nothing, the feed keeps the last of them, and no more.
  const sent = (message: ProcessMessage) =>
    new Promise<void>((resolve) => {
      if (process.send === undefined) return resolve();
      process.send(message, undefined, undefined, () => resolve());
    });
  let closed = false;
  const passOn = async () => {
    for (let after: string | undefined; !closed; ) {
      const { events, next } = await serving.context.feed.after(after, passOnWaitMs);
      if (events.length > 0) await sent({ type: 'events', events });
      after = next;
    }
  };
  void passOn();
  let told: boolean | undefined;
  const look = setInterval(() => {
    const ready = serving.isReady();
    if (ready === told) return;
    told = ready;
    tell({ type: 'ready', ready });
  }, lookEveryMs);
  return {
    logger: serving.context.logger,
    closeDeadlineMs: serving.closeDeadlineMs,
    async close() {
      clearInterval(look);
      await serving.close();
      closed = true;
    },
  };
}

function answerTo(question: Question, ours: ForOperators, registry: Registry): Promise<Answer> {
  switch (question.about) {
    case 'streams':
      return ours.streams(question.most);
    case 'end':
      return ours.endStreams(question.requestId);
    case 'histograms':
      return ours.histograms();
    case 'metrics':
      return registry.getMetricsAsJSON();
    case 'revocations':
      return ours.readRevocations();
  }
}
