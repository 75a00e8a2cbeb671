import type { FastifyInstance } from 'fastify';
import { page, pagePolicy } from '../page/page.js';

/** `GET /`: the operator's page. */
export function pageRoute(app: FastifyInstance): void {
  app.get('/', (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .send(page),
  );
}
