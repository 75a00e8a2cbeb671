import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** How often the delay is looked at: what is refused is refused for so long at least. */
const sampleMs = 500;
/** Before what is refused may come again; what has begun may be over then. */
const retryAfterSeconds = 2;
/** Who decides whether this process lives or gets anything must be answered. */
const health = new Set(['/healthz', '/readyz', '/metrics']);

export interface ShedOptions {
  /** How late the event loop may be, on average of half a second; 0: nothing is refused. */
  readonly mostMs: number;
  readonly onShed: () => void;
}

/** Answers new requests 503 `overloaded` while the event loop is late. What has begun goes on, and health and metrics are answered. */
export function shedWhenLate(app: FastifyInstance, { mostMs, onShed }: ShedOptions): void {
  if (mostMs === 0) return;
  // Loaded only by services that use it.
  app.register(import('@fastify/under-pressure'), {
    maxEventLoopDelay: mostMs,
    sampleInterval: sampleMs,
    pressureHandler(request: FastifyRequest) {
      if (health.has(request.routeOptions.url ?? '')) return;
      onShed();
      throw new UnderstudyError('overloaded', `the event loop is more than ${mostMs} ms late`, {
        retryAfterSeconds,
      });
    },
  });
}
