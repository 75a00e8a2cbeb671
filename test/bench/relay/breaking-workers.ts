import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { continueHeader, parseContinuation } from '@understudy/peer-protocol';

/** Workers in this process that have one body for every part; a share of their answers breaks off in the middle. */
export interface BreakingWorkers {
  readonly ports: Readonly<Record<string, number>>;
  /** How many answers broke off. */
  readonly broken: () => number;
  close(): void;
}

const etag = '"breaking"';

/** `breaks` says of each answer from the beginning whether it breaks off; those that go on with one do not. */
export async function startBreakingWorkers(
  ids: readonly string[],
  body: Buffer,
  breaks: () => boolean,
): Promise<BreakingWorkers> {
  let broken = 0;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/healthz') return void response.end('{}');
    const next = parseContinuation(String(request.headers[continueHeader]))?.next;
    const from = next ?? 0;
    response.writeHead(next === undefined ? 200 : 206, {
      etag,
      'content-length': body.length - from,
      ...(next !== undefined && { 'content-range': `bytes ${next}-${body.length - 1}/${body.length}` }),
    });
    if (next === undefined && breaks()) {
      broken += 1;
      response.write(body.subarray(0, body.length / 2), () => request.socket.resetAndDestroy());
      return;
    }
    response.end(body.subarray(from));
  };
  const servers = await Promise.all(
    ids.map(async (id) => {
      const server = createServer(answer).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { id, server };
    }),
  );
  return {
    ports: Object.fromEntries(servers.map(({ id, server }) => [id, (server.address() as AddressInfo).port])),
    broken: () => broken,
    close() {
      for (const { server } of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
