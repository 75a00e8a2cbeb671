import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { etagOf } from '@understudy/artifact';
import {
  continueHeader,
  endTrailer,
  growingHeader,
  parseContinuation,
  streamsHeader,
} from '@understudy/peer-protocol';

const artifactId = 'a'.repeat(32);
export const etag = etagOf(artifactId);

/** What a worker does with its next request for a part; after the list is used up it serves. */
export type Behaviour =
  | { readonly do: 'serve' }
  /** Closes the connection before an answer. */
  | { readonly do: 'reset' }
  | { readonly do: 'refuse'; readonly status: number; readonly code: string }
  /** Sends `bytes` of the body, then resets, or ends in good order as if that were all, or says nothing more. */
  | { readonly do: 'break'; readonly bytes: number; readonly how: 'reset' | 'end' | 'silence' }
  /** Sends a little of the body again and again. */
  | { readonly do: 'trickle'; readonly everyMs: number }
  /** Writes these bytes in place of an answer, then ends in good order, resets, or says nothing more. */
  | { readonly do: 'write'; readonly bytes: Uint8Array; readonly how: 'reset' | 'end' | 'silence' }
  /** Says nothing at all. */
  | { readonly do: 'hang' }
  /** Answers a continuation from another byte, or with another ETag. */
  | { readonly do: 'wrong'; readonly what: 'position' | 'etag' | 'length' | 'excess' };

/**
 * A worker whose faults are scripted, at an exact byte. It speaks the worker's side of `docs/reference/peer-protocol.md`
 * without looking at signatures: those are the real worker's.
 */
export class FakeWorker {
  readonly id: string;
  readonly asked: { url: string; headers: IncomingMessage['headers'] }[] = [];
  /** Whether `GET /healthz` answers. */
  alive = true;
  /** Answered to `POST /artifacts/status`, of every video. */
  readableBytes = 0;
  complete = false;
  /** How often it was asked for that. */
  statusQuestions = 0;
  /** Said with every answer: how many responses are open there; undefined as a worker of before. */
  streams: number | undefined;
  behaviours: Behaviour[] = [];
  /** Whether the video's length is known. */
  growing = false;
  connections = 0;
  closedByPeer = 0;
  /** How often a little was sent. */
  trickled = 0;
  readonly #body: Buffer;
  readonly #server: Server;

  private constructor(id: string, body: Buffer) {
    this.id = id;
    this.#body = body;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on('connection', () => {
      this.connections += 1;
    });
  }

  static async start(id: string, body: Buffer): Promise<FakeWorker> {
    const worker = new FakeWorker(id, body);
    worker.#server.listen(0, '127.0.0.1');
    await once(worker.#server, 'listening');
    return worker;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    if (path === '/healthz') {
      if (this.alive) response.end('{}');
      return;
    }
    if (path === '/artifacts/status') {
      void this.#tellStatuses(request, response);
      return;
    }
    this.asked.push({ url: path, headers: request.headers });
    response.once('close', () => {
      if (!response.writableFinished) this.closedByPeer += 1;
    });
    this.#behave(this.behaviours.shift() ?? { do: 'serve' }, request, response);
  }

  async #tellStatuses(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.statusQuestions += 1;
    const { contentIds } = JSON.parse((await buffer(request)).toString()) as { contentIds: string[] };
    const { readableBytes, complete } = this;
    const copies = contentIds.map((contentId) => ({ contentId, artifactId, readableBytes, complete }));
    response.end(JSON.stringify({ copies }));
  }

  #behave(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): void {
    switch (behaviour.do) {
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'hang':
        return;
      case 'write':
        request.socket.write(behaviour.bytes, () => {
          if (behaviour.how === 'reset') request.socket.resetAndDestroy();
          if (behaviour.how === 'end') request.socket.end();
        });
        return;
      case 'refuse':
        response.writeHead(behaviour.status, {
          'content-type': 'application/problem+json',
          'retry-after': '7',
        });
        response.end(
          JSON.stringify({
            code: behaviour.code,
            status: behaviour.status,
            detail: `${this.id} at ${this.url}`,
          }),
        );
        return;
      case 'wrong':
        this.#serveWrong(behaviour.what, request, response);
        return;
      case 'serve':
        this.#serve(request, response);
        return;
      case 'trickle': {
        const { first } = this.#writeHead(request, response);
        let at = first;
        const timer = setInterval(() => {
          response.write(this.#body.subarray(at, at + 100));
          at += 100;
          this.trickled += 1;
        }, behaviour.everyMs);
        response.once('close', () => clearInterval(timer));
        return;
      }
      case 'break': {
        const { first } = this.#writeHead(request, response);
        const part = this.#body.subarray(first, first + behaviour.bytes);
        response.write(part, () => {
          if (behaviour.how === 'reset') request.socket.resetAndDestroy();
          // Without the trailer of a growing body, or before the length was reached.
          if (behaviour.how === 'end') request.socket.end(this.growing ? '0\r\n\r\n' : '');
        });
      }
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { first, end } = this.#writeHead(request, response);
    response.write(this.#body.subarray(first, end));
    if (this.growing) response.addTrailers({ [endTrailer]: String(this.#body.length) });
    response.end();
  }

  #serveWrong(
    what: 'position' | 'etag' | 'length' | 'excess',
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const next = parseContinuation(String(request.headers[continueHeader]))?.next ?? 0;
    const first = what === 'position' ? next + 1 : next;
    const end = this.#body.length + (what === 'excess' ? 10 : 0);
    response.writeHead(206, {
      etag: what === 'etag' ? '"other"' : etag,
      'content-range': `bytes ${first}-${end - 1}/${end}`,
      'content-length': end - first - (what === 'length' ? 1 : 0),
    });
    response.end(
      Buffer.concat([this.#body, Buffer.alloc(10)]).subarray(first, end - (what === 'length' ? 1 : 0)),
    );
  }

  #writeHead(request: IncomingMessage, response: ServerResponse): { first: number; end: number } {
    const continuation = parseContinuation(String(request.headers[continueHeader]));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const first = continuation?.next ?? Number(range?.[1] ?? 0);
    const asked = (continuation?.last ?? Number(range?.[2] ?? this.#body.length - 1)) + 1;
    const end = Math.min(asked, this.#body.length);
    const partial = continuation !== undefined || range !== null;
    response.writeHead(partial ? 206 : 200, {
      etag,
      'content-type': 'video/mp4',
      'understudy-secret': 'of the inside',
      server: this.id,
      ...(this.streams !== undefined && { [streamsHeader]: this.streams }),
      ...(this.growing ? { [growingHeader]: '1', trailer: endTrailer } : { 'content-length': end - first }),
      ...(partial && {
        'content-range': `bytes ${first}-${this.growing ? (range?.[2] ?? '') : end - 1}/${this.growing ? '*' : this.#body.length}`,
      }),
    });
    return { first, end };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}
