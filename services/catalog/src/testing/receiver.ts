import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';

/** What a receiver and who tells it have in common: 32 bytes in base64. */
export const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

interface Received {
  /** Of the message: the same at every attempt. */
  readonly id: string;
  readonly atMs: number;
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly id: string;
    readonly state: string;
    readonly code?: string;
    readonly urls: object;
  };
}

/** How a receiver answers its `count`th request, from 1: with a status, not at all, or by 200 and a body without end. */
type Answer = number | 'hang' | 'flood';
export type Behaviour = (count: number) => Answer;

export interface Receiver {
  readonly url: string;
  /** Every request, in the order in which they came. */
  readonly received: readonly Received[];
  /** Requests with a signature that is not valid. */
  readonly forged: number;
  /** How many were open at once, at most. */
  readonly mostOpen: number;
  behave(behaviour: Behaviour): void;
  close(): void;
}

/** What an application runs to be told: a server that verifies each message with the library of Standard Webhooks, and keeps it. */
export async function startReceiver(first: Behaviour = () => 204): Promise<Receiver> {
  const received: Received[] = [];
  let behaviour = first;
  let forged = 0;
  let open = 0;
  let mostOpen = 0;
  const server = createServer(async (request, response) => {
    open += 1;
    mostOpen = Math.max(open, mostOpen);
    response.on('close', () => {
      open -= 1;
    });
    const message = await verified(request);
    if (message === undefined) forged += 1;
    else received.push(message);
    answer(response, message === undefined ? 400 : behaviour(received.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    get forged() {
      return forged;
    },
    get mostOpen() {
      return mostOpen;
    },
    behave(next) {
      behaviour = next;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function verified(request: IncomingMessage): Promise<Received | undefined> {
  const body = Buffer.concat(await request.toArray()).toString();
  const headers = request.headers as Record<string, string>;
  try {
    const message = new Webhook(secret).verify(body, headers) as Omit<Received, 'id' | 'atMs'>;
    return { id: String(headers['webhook-id']), atMs: performance.now(), ...message };
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, what: Answer): void {
  if (what === 'hang') return;
  if (what === 'flood') {
    const endless = new Readable({ read: () => endless.push('x'.repeat(65_536)) });
    endless.pipe(response);
    response.on('close', () => endless.destroy());
    return;
  }
  response.writeHead(what, what === 302 ? { location: '/elsewhere' } : {}).end();
}
