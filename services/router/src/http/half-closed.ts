import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How often a client that closed its side is looked after: a request that is answered within it costs nothing. */
const lookIntervalMs = 250;
/** Silence in the middle of a body after which it counts as gone: more than a failover takes. */
const goneAfterMs = 5_000;

/**
 * Lets a client that has closed its sending side have the whole answer: it may do so behind its last request, and TCP cannot tell it from
 * one that is gone. Whoever is gone answers bytes with a reset. So while there are none yet (the video is only being made) it is sent
 * `102 Processing`, which every HTTP/1.1 client must take and pass over (RFC 9110 section 15.2); in the middle of a body nothing may be sent,
 * and a long silence ends it.
 */
export function answerHalfClosed(app: FastifyInstance): void {
  // Not in the types, but in node since 0.6: with false, the end of the client's side ends the connection.
  const server = app.server as Server & { httpAllowHalfOpen: boolean };
  server.httpAllowHalfOpen = true;
  const answering = new WeakMap<Socket, ServerResponse>();

  app.addHook('onRequest', (request, reply, done) => {
    answering.set(request.raw.socket, reply.raw);
    done();
  });
  server.on('connection', (socket: Socket) => {
    socket.once('end', () => {
      let written = socket.bytesWritten;
      let silentMs = 0;
      const timer = setInterval(() => {
        probe(answering.get(socket));
        silentMs = socket.bytesWritten === written ? silentMs + lookIntervalMs : 0;
        written = socket.bytesWritten;
        // A reader that is slow is not silent, and has a limit of its own.
        if (silentMs >= goneAfterMs && socket.writableLength === 0) socket.destroy();
      }, lookIntervalMs);
      socket.once('close', () => clearInterval(timer));
    });
  });
}

function probe(response: ServerResponse | undefined): void {
  // Not before an answer that goes first, nor to HTTP/1.0, which has no such thing.
  if (response === undefined || response.socket === null || response.req.httpVersion === '1.0') return;
  if (!response.headersSent && !response.writableEnded) response.writeProcessing();
}
