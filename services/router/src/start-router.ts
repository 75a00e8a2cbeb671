import type { Server } from 'node:tls';
import { collectProcessMetrics, type Service, TlsReloader } from '@understudy/service-kit';
import { createApp } from './app.js';
import type { RouterConfig } from './config.js';
import { createContext, type RouterContext } from './context.js';
import { drain } from './drain.js';
import { forOperators } from './operator/for-operators.js';
import { startAdmin } from './start-admin.js';

/** For what closing takes after the streams have drained. */
export const closeMarginMs = 7_000;

/** A public server that runs. */
export interface Serving {
  readonly context: RouterContext;
  readonly url: string;
  readonly closeDeadlineMs: number;
  isReady(): boolean;
  /**
   * Not ready from now on and taking no connections; what streams may end; what does not in time is cut. `last` is called behind that, while the
   * metadata store is still there.
   */
  close(last?: () => Promise<void>): Promise<void>;
}

/** Starts the public server of a router. */
export async function serve(config: RouterConfig): Promise<Serving> {
  const tls = config.tls && new TlsReloader(config.tls);
  const context = await createContext(config);
  collectProcessMetrics(context.registry);
  const app = createApp(context, tls?.identity);
  tls?.follow(app.server as unknown as Server, {
    onReloaded: () => context.events.tlsReloaded(),
    onFailed: (error) => context.events.tlsNotReloaded(error),
  });
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    context,
    url,
    closeDeadlineMs: config.drainDeadlineMs + closeMarginMs,
    isReady: () => isReady(context),
    async close(last) {
      await drain(app, context);
      tls?.close();
      await last?.();
      await context.close();
    },
  };
}

/**
 * Not whether the metadata store answers, nor who is there now: once it has known workers a router goes on with what it knows, and
 * answers better than a load balancer without any router. One that never knew a worker, or who may play, could answer nobody; while it is not ready its players stay
 * with routers that can, and a rollout that meets a store that is away goes no further.
 */
function isReady({ members, playback, draining }: RouterContext): boolean {
  return members.hasKnownWorkers && playback?.isReady !== false && !draining;
}

/** Starts a router in this process: its public and its admin server. */
export async function startRouter(config: RouterConfig): Promise<Service> {
  const serving = await serve(config);
  const { context } = serving;
  const { logger, registry, feed, routers } = context;
  const admin = await startAdmin(config, {
    ...{ logger, registry, counted: registry, feed, peerTls: context.peerTls },
    isReady: serving.isReady,
    isDraining: () => context.draining,
    forOperators: forOperators(context),
  });
  const presence = routers && admin.announce(routers, context.events);
  context.events.listening(serving.url, admin.url, admin.healthUrl);
  return {
    logger: context.logger,
    closeDeadlineMs: serving.closeDeadlineMs,
    async close() {
      // Until the end: that it drains is what readiness has to tell, and what is still open operators see, and may end.
      await serving.close(async () => presence?.close());
      await admin.close();
    },
  };
}
