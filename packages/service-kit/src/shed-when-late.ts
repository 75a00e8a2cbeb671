import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** How often the event loop is looked at. */
const lookEveryMs = 100;
/** It is late when so many looks in turn were: one freeze, such as a garbage collection or a paused machine, is over when it is seen. */
const looks = 3;
/** Before what is refused may come again; what has begun may be over then. */
const retryAfterSeconds = 2;
/** Who decides whether this process lives or gets anything must be answered. */
const health = new Set(['/healthz', '/readyz', '/metrics']);

export interface ShedOptions {
  /** How late the event loop may be, three times in turn; 0: nothing is refused. */
  readonly mostMs: number;
  /** Told of each before it is answered. */
  readonly onShed: (reply: FastifyReply) => void;
}

/**
 * Answers new requests 503 `overloaded` while the event loop is late. What has begun goes on, and health and metrics are answered.
 *
 * Not by `@fastify/under-pressure` (9.2), whose measure is a mean over samples: of a freeze longer than its interval it can have none, and takes the delay for
 * infinite.
 */
export function shedWhenLate(app: FastifyInstance, { mostMs, onShed }: ShedOptions): void {
  if (mostMs === 0) return;
  const lateness = new Lateness(mostMs);
  let dueMs = performance.now() + lookEveryMs;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    lateness.seen(nowMs - dueMs);
    dueMs = nowMs + lookEveryMs;
  }, lookEveryMs).unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (!lateness.isTooMuch || health.has(request.routeOptions.url ?? '')) return done();
    onShed(reply);
    const why = `the event loop was more than ${mostMs} ms late ${looks} times in turn`;
    done(new UnderstudyError('overloaded', why, { retryAfterSeconds }));
  });
}

/** Whether an event loop has been late for some turns. */
export class Lateness {
  readonly #mostMs: number;
  #lateInTurn = 0;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /** By how much a timer was late. */
  seen(lateMs: number): void {
    this.#lateInTurn = lateMs > this.#mostMs ? this.#lateInTurn + 1 : 0;
  }

  get isTooMuch(): boolean {
    return this.#lateInTurn >= looks;
  }
}
