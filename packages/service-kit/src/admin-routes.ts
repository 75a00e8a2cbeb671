import type { FastifyInstance } from 'fastify';

export interface AdminRoutesOptions {
  readonly registry: { readonly contentType: string; metrics(): Promise<string> };
  /** Whether the service can do its work now. Must not depend on the metadata store where the work does not. */
  readonly isReady: () => boolean;
}

/** `GET /healthz` (the event loop turns), `/readyz` (200 or 503), `/metrics` (Prometheus text). For private ports only. */
export function adminRoutes(app: FastifyInstance, options: AdminRoutesOptions): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const ready = options.isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', options.registry.contentType).send(await options.registry.metrics()),
  );
}
