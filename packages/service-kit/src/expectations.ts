import type { IncomingMessage, ServerResponse } from 'node:http';
import { toProblem, UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import { closeAfter } from './close-after.js';
import { requestIdHeader, requestIdOf } from './request-ids.js';
import { securityHeaders } from './security-headers.js';

const body = Buffer.from(
  JSON.stringify({
    ...toProblem(new UnderstudyError('bad_request')),
    status: 417,
    detail: 'The only expectation that can be met is 100-continue.',
  }),
);

/** Answers an expectation that is not `100-continue` with 417 (RFC 9110 section 10.1.1), which node does without a word. */
export function refuseExpectations(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    // No hook sees it, so none of the limits of a client does.
    closeAfter({ raw: response, request: { raw: request } });
    response.writeHead(417, {
      ...securityHeaders,
      'content-type': 'application/problem+json',
      'content-length': body.length,
      'cache-control': 'no-store',
      [requestIdHeader]: requestIdOf(request),
    });
    response.end(body);
  });
}
