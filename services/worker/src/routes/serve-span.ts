import type { Span, Tracing } from '@understudy/tracing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codeOf } from '../events/fields.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request for bytes; undefined where nothing is traced. */
    serving: ServeSpan | undefined;
  }
}

/** What a trace tells of a worker's response. Never a content ID. */
export class ServeSpan {
  readonly span: Span;
  #bytes = 0;
  #result: 'whole' | 'relayed' | 'cut' | undefined;
  #failure: string | undefined;

  constructor(
    tracing: Tracing,
    request: FastifyRequest<{ Params: { part: string } }>,
    { raw }: FastifyReply,
  ) {
    this.span = tracing.startSpan('serve', 'server', request.headers, {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url,
      'understudy.request.id': request.id,
      'understudy.part': request.params.part,
    });
    raw.once('close', () => this.#end(raw));
  }

  /** The byte at `position`, its first, is here. */
  began(position: number): void {
    this.span.addEvent('first byte', {});
    this.span.setAttributes({ 'understudy.position': position });
  }

  /** The same bytes, counted when they are taken. */
  async *counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const each of bytes) {
      yield each;
      this.#bytes += each.length;
    }
  }

  whole(): void {
    this.#result = 'whole';
  }

  /** Another worker gives the bytes. */
  relayed(worker: string): void {
    this.#result = 'relayed';
    this.span.setAttributes({ 'understudy.worker': worker });
  }

  cut(error: unknown): void {
    this.#result = 'cut';
    this.#failure = codeOf(error);
  }

  #end({ headersSent, statusCode, writableFinished }: FastifyReply['raw']): void {
    const refused = writableFinished && statusCode >= 400 ? 'refused' : undefined;
    this.span.setAttributes({
      'http.response.status_code': headersSent ? statusCode : undefined,
      'understudy.bytes': this.#bytes,
      'understudy.result': this.#result ?? refused ?? (writableFinished ? 'whole' : 'left'),
    });
    this.span.end(
      this.#failure ?? (refused !== undefined && statusCode >= 500 ? String(statusCode) : undefined),
    );
  }
}
