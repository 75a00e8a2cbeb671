import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';

/** For ends that are on their way when their streams are counted no more, and for clients that connected and asked for nothing. */
const lastWordsMs = 500;

/**
 * Not ready from now on and taking no connections; what streams, and what the catalog answers, may end within `UNDERSTUDY_DRAIN_DEADLINE_MS`, the rest is
 * cut. So may what is still asked for on connections that are there.
 */
export async function drain(
  app: FastifyInstance,
  context: Pick<RouterContext, 'draining' | 'streams' | 'forwarded' | 'events' | 'limits'>,
): Promise<void> {
  context.draining = true;
  context.events.drain(context.streams.count);
  const closed = app.close().then(() => true);
  const giveUpAtMs = performance.now() + context.limits.drainDeadlineMs;
  const leftMs = () => Math.max(0, giveUpAtMs - performance.now());
  /** Whether all connections are closed. */
  const lastWords = (ms: number) => {
    // Connections are kept behind a response that ended meanwhile.
    app.server.closeIdleConnections();
    // Those of HTTP/2 close by themselves, behind the end of their last response (RFC 9113 section 6.8): closed here it would be lost.
    return Promise.race([closed, sleep(ms, false)]);
  };
  do await context.streams.drained(leftMs());
  while (!(await lastWords(Math.min(lastWordsMs, leftMs()))) && isOpen(context) && leftMs() > 0);
  if (context.streams.count > 0) {
    context.events.drained(context.streams.count);
    // Each in the way that its version of HTTP has: the mere end of a connection is the end of a body in HTTP/1.0.
    context.streams.cutAll();
    await lastWords(lastWordsMs);
  }
  app.server.closeAllConnections();
  await closed;
}

function isOpen({ streams, forwarded }: Pick<RouterContext, 'streams' | 'forwarded'>): boolean {
  return streams.count > 0 || forwarded.open > 0;
}
