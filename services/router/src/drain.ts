import { type AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from './context.js';
import { SendQueues } from './send-queues.js';

/** For who asks just now over a connection that is there, and for ends that are on their way when their streams are counted no more. */
const lastWordsMs = 500;

type DrainContext = Pick<RouterContext, 'draining' | 'streams' | 'forwarded' | 'events' | 'limits'>;

/**
 * Not ready from now on and taking no connections; what streams, what the catalog answers and what is still asked for over connections that are there may end
 * within `UNDERSTUDY_DRAIN_DEADLINE_MS`, and come to its client; the rest is cut.
 */
export async function drain(app: FastifyInstance, context: DrainContext): Promise<void> {
  const { streams, events, limits } = context;
  const beganAtMs = performance.now();
  const leftMs = () => Math.max(0, beganAtMs + limits.drainDeadlineMs - performance.now());
  const { port } = app.server.address() as AddressInfo;
  context.draining = true;
  events.drain(openIn(context));
  // Not that of HTTP, which closes connections that are idle too: a request may be on its way.
  Server.prototype.close.call(app.server);
  const queues = await SendQueues.of(port);
  do {
    await streams.drained(leftMs());
    await untilSent(queues, leftMs, limits.playerStallMs);
    await sleep(Math.min(lastWordsMs, leftMs()));
  } while (openIn(context) > 0 && leftMs() > 0);
  events.drained(openIn(context), performance.now() - beganAtMs);
  // Each in the way that its version of HTTP has: the mere end of a connection is the end of a body in HTTP/1.0.
  streams.cutAll();
  const closed = app.close();
  app.server.closeIdleConnections();
  // Those of HTTP/2 close by themselves, behind the end of their last response (RFC 9113 section 6.8): closed here it would be lost.
  await Promise.race([closed, sleep(lastWordsMs)]);
  app.server.closeAllConnections();
  await closed;
}

function openIn({ streams, forwarded }: DrainContext): number {
  return streams.count + forwarded.open;
}

/** Until the kernel has sent what was written, while clients take some of it within `stallMs`. */
async function untilSent(queues: SendQueues, leftMs: () => number, stallMs: number): Promise<void> {
  let unsent = await queues.unsentBytes();
  for (let movedAtMs = performance.now(); unsent > 0; ) {
    if (leftMs() === 0 || performance.now() - movedAtMs > stallMs) return;
    await sleep(Math.min(lastWordsMs, leftMs()));
    const now = await queues.unsentBytes();
    if (now !== unsent) movedAtMs = performance.now();
    unsent = now;
  }
}
