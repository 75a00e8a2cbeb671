import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';

/** Base64 of 32 bytes. */
export const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

export interface Received {
  /** Of the message, the same at every attempt. */
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

/** How a receiver answers its `count`th request, from 1: with a status, or not at all. */
export type Behaviour = (count: number) => number | 'hang';

/**
 * What an application runs to be told: a server that verifies each message with the library of Standard Webhooks, and keeps it. Gone
 * when the running test is over.
 */
export async function startReceiver(behaviour: Behaviour = () => 204) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const message = await readMessage(request);
    received.push(message);
    answer(response, behaviour(received.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

async function readMessage(request: IncomingMessage): Promise<Received> {
  const body = Buffer.concat(await request.toArray()).toString();
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  const message = new Webhook(secret).verify(body, headers) as Omit<Received, 'id' | 'atMs'>;
  return { id: headers['webhook-id'] as string, atMs: performance.now(), ...message };
}

function answer(response: ServerResponse, what: number | 'hang'): void {
  if (what === 'hang') return;
  response.writeHead(what, what === 302 ? { location: '/elsewhere' } : {}).end();
}
