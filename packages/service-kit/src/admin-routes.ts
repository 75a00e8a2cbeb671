import { type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';

export interface AdminRoutesOptions {
  readonly registry: { readonly contentType: string; metrics(): Promise<string> };
  /** Whether the service can do its work now. Must not depend on the metadata store where the work does not. */
  readonly isReady: () => boolean;
}

/** `GET /healthz` (the event loop turns), `/readyz` (200 or 503), `/metrics` (Prometheus text). For private ports only. */
export function adminRoutes(app: FastifyInstance, options: AdminRoutesOptions): void {
  app.get('/healthz', { schema: healthSchema }, () => ({ status: 'ok' }));
  app.get('/readyz', { schema: readySchema }, (_request, reply) => {
    const ready = options.isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', { schema: metricsSchema }, async (_request, reply) =>
    reply.header('content-type', options.registry.contentType).send(await options.registry.metrics()),
  );
}

const status = (value: string) => ({
  'application/json': { schema: Type.Object({ status: Type.Literal(value) }) },
});

const healthSchema: RouteSchema = {
  operationId: 'readHealth',
  summary: 'Whether the event loop turns',
  tags: ['process'],
  security: [],
  response: { 200: { description: 'It does', content: status('ok') } },
};

const readySchema: RouteSchema = {
  operationId: 'readReadiness',
  summary: 'Whether the service can do its work now',
  tags: ['process'],
  security: [],
  response: {
    200: { description: 'It can', content: status('ready') },
    503: { description: 'It cannot', content: status('not ready') },
  },
};

const metricsSchema: RouteSchema = {
  operationId: 'readMetrics',
  summary: 'Metrics for Prometheus',
  tags: ['process'],
  security: [],
  response: {
    200: {
      description: 'The text format of Prometheus',
      content: { 'text/plain': { schema: Type.String() } },
    },
  },
};
