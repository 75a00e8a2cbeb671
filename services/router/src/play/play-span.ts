import type { Span, Tracing } from '@understudy/tracing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AttemptResult } from './attempt.js';
import type { PlayRequest } from './decode-request.js';
import type { PlayResult } from './fail-over.js';
import type { Upstream } from './upstream.js';

type Asked = FastifyRequest<{ Params: { id: string; grant?: string; rendition?: string } }>;

/** What a trace tells of a response: one span, and below it one for each worker that was asked. Never a content ID, and no query. */
export class PlaySpan {
  readonly #span: Span;
  #failovers = 0;

  constructor(tracing: Tracing, request: Asked, { part, method, requestId }: PlayRequest) {
    this.#span = tracing.startSpan('play', 'server', request.headers, {
      'http.request.method': method,
      'http.route': request.routeOptions.url,
      'url.path': shownPath(request),
      'understudy.request.id': requestId,
      'understudy.video.id': request.params.id,
      'understudy.rendition': request.params.rendition,
      'understudy.part': part,
    });
  }

  /** `upstream` is asked for what is there from byte `position` on. */
  attempt(upstream: Upstream, position: number): AttemptSpan {
    const span = this.#span.startChild('attempt', 'client', {
      'understudy.worker': upstream.id,
      'understudy.position': position,
    });
    return new AttemptSpan(span, (at, silenceMs) => {
      this.#failovers += 1;
      this.#span.addEvent('failover', {
        'understudy.worker': upstream.id,
        'understudy.position': at,
        'understudy.silence_ms': Math.round(silenceMs),
      });
    });
  }

  /** `result` is undefined where a mistake of ours ended it. */
  end(result: PlayResult | undefined, { raw }: FastifyReply): void {
    const error = result?.kind === 'refused' ? result.error : undefined;
    this.#span.setAttributes({
      // What is refused gets its head after this.
      'http.response.status_code': raw.headersSent ? raw.statusCode : error?.statusCode,
      'understudy.bytes': result?.bytes ?? 0,
      'understudy.result': result?.kind ?? 'refused',
      'understudy.failovers': this.#failovers,
    });
    if (result === undefined) this.#span.end('internal');
    else if (result.kind === 'cut') this.#span.end('cut');
    // RFC 9110 section 15.5: below 500 it is the player's mistake.
    else this.#span.end(error !== undefined && error.statusCode >= 500 ? error.code : undefined);
  }
}

/** What a trace tells of one worker's part in a response. */
export class AttemptSpan {
  readonly #span: Span;
  readonly #onContinued: (position: number, silenceMs: number) => void;

  constructor(span: Span, onContinued: (position: number, silenceMs: number) => void) {
    this.#span = span;
    this.#onContinued = onContinued;
  }

  /** For the request to the worker. */
  get headers(): Readonly<Record<string, string>> {
    return this.#span.headers;
  }

  /** The worker goes on with what another began. */
  continued(position: number, silenceMs: number): void {
    this.#onContinued(position, silenceMs);
  }

  /** `result` is undefined where the player has left, or a mistake of ours ended it. */
  end(result: AttemptResult | undefined, hasLeft: boolean): void {
    if (result?.kind === 'failed') {
      const { kind, error } = result.failure;
      this.#span.setAttributes({ 'understudy.result': kind });
      this.#span.end(kind === 'draining' ? undefined : error.code);
      return;
    }
    this.#span.setAttributes({ 'understudy.result': result?.kind ?? (hasLeft ? 'left' : 'broken') });
    this.#span.end(result === undefined && !hasLeft ? 'internal' : undefined);
  }
}

/** Without what admits: a token may be behind the path, and a grant in it. */
function shownPath({ url, params: { grant } }: Asked): string | undefined {
  const [path] = url.split('?', 1);
  return grant === undefined ? path : path?.replace(/\/s\/[^/]*\//, '/s/-/');
}
