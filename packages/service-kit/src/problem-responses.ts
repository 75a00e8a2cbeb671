import { isUnderstudyError, toProblem, UnderstudyError } from '@understudy/errors';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

/** Answers every error of `app`, and every unknown route, as `application/problem+json` (RFC 9457). */
export function useProblemResponses(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new UnderstudyError('not_found')));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = translate(error);
    // Whoever has left broke off what failed.
    const hasLeft = request.raw.socket.destroyed;
    if (!isUnderstudyError(known) && !hasLeft)
      request.log.error({ requestId: request.id, error }, 'request failed');
    return sendProblem(reply, known);
  });
}

/** Answers with the problem document of `error`. */
export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const problem = toProblem(error);
  if (isUnderstudyError(error) && error.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(error.retryAfterSeconds));
  }
  // Of what was to be sent in its place.
  reply.removeHeader('content-encoding').removeHeader('etag');
  // Sent as a buffer: fastify would add a charset, which RFC 8259 does not define for JSON types.
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .send(Buffer.from(JSON.stringify(problem)));
}

/** What to do about the refusals that everybody meets first. */
const details: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Content-Type must be application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; it must be JSON.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
};

/** Fastify's own refusals of a request, in our words; everything else as it is. */
function translate(error: FastifyError): unknown {
  if (isUnderstudyError(error)) return error;
  if (error.statusCode === 413)
    return new UnderstudyError('payload_too_large', error.message, { cause: error });
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    const publicDetail = details[error.code];
    return new UnderstudyError('bad_request', error.message, {
      cause: error,
      ...(publicDetail !== undefined && { publicDetail }),
    });
  }
  return error;
}
