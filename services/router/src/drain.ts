import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';

/** For ends that are on their way when their streams are counted no more, and for clients that connected and asked for nothing. */
const lastWordsMs = 500;

/** Not ready from now on and taking no connections; what streams may end within `UNDERSTUDY_DRAIN_DEADLINE_MS`, the rest is cut. */
export async function drain(
  app: FastifyInstance,
  context: Pick<RouterContext, 'draining' | 'streams' | 'events' | 'limits'>,
): Promise<void> {
  context.draining = true;
  context.events.drain(context.streams.count);
  const closed = app.close();
  await context.streams.drained(context.limits.drainDeadlineMs);
  if (context.streams.count > 0) {
    context.events.drained(context.streams.count);
    // Each in the way that its version of HTTP has: the mere end of a connection is the end of a body in HTTP/1.0.
    context.streams.cutAll();
  }
  // Connections are kept behind a response that ended meanwhile.
  app.server.closeIdleConnections();
  // Those of HTTP/2 close by themselves, behind the end of their last response (RFC 9113 section 6.8): closed here it would be lost.
  await Promise.race([closed, sleep(lastWordsMs)]);
  app.server.closeAllConnections();
  await closed;
}
