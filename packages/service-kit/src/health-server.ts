import { type AdminRoutesOptions, adminRoutes } from './admin-routes.js';
import type { EnvReader } from './env.js';
import type { Logger } from './logger.js';
import { createServer } from './server.js';

/** Where a service shows its health and metrics in the clear, for those who have no certificate of a peer. */
export interface HealthConfig {
  readonly host: string;
  /** Undefined: nowhere but where its peers ask. */
  readonly port: number | undefined;
}

export function readHealthConfig(read: EnvReader): HealthConfig {
  return {
    host: read.text('UNDERSTUDY_HEALTH_HOST', '127.0.0.1'),
    port: read.optionalInteger('UNDERSTUDY_HEALTH_PORT', { min: 0, max: 65_535 }),
  };
}

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `GET /healthz`, `/readyz` and `/metrics`, and nothing else. Undefined where nobody asked for it. */
export async function serveHealth(
  { host, port }: HealthConfig,
  { logger, ...options }: AdminRoutesOptions & { readonly logger: Logger },
): Promise<HealthServer | undefined> {
  if (port === undefined) return undefined;
  const app = createServer({ logger, bodyLimitBytes: 1_024 });
  adminRoutes(app, options);
  return {
    url: await app.listen({ host, port }),
    async close() {
      const closed = app.close();
      app.server.closeAllConnections();
      await closed;
    },
  };
}
