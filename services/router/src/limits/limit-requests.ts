import { whenOver } from '@understudy/direct-body';
import { UnderstudyError } from '@understudy/errors';
import { type AddressRange, subscriberOf } from '@understudy/playback-token';
import { closeAfter } from '@understudy/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.js';
import { crossOrigin } from '../play/headers.js';
import type { ClientConnection } from './limit-connections.js';
import type { Limit } from './refusal-log.js';
import type { RequestRates } from './request-rates.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose request it is, and by which name its limits know it: an IPv6 address is one of its /64. */
    clientAddress: string;
    clientSubscriber: string;
  }
}

/** For connections and responses: somebody else's may end at any moment. */
const retryAfterSeconds = 5;

export interface RequestLimitsOptions {
  readonly connectionOf: (request: FastifyRequest['raw']) => ClientConnection | undefined;
  readonly trustedProxies: readonly AddressRange[];
  readonly rates: Pick<RequestRates, 'take'>;
  /** Requests of one address that are answered at once. */
  readonly responsesPerAddress: number;
  /** Ends a response that its player, of this address, reads too slowly; whether there was one. */
  readonly dropSlow: (subscriber: string) => boolean;
  readonly onRefused: (limit: Limit, address: string) => void;
}

/** Limits, for each address, requests per second and responses at once; and refuses those of connections that are too many. */
export function limitRequests(app: FastifyInstance, options: RequestLimitsOptions): void {
  const { connectionOf, trustedProxies, rates, responsesPerAddress, dropSlow, onRefused } = options;
  /** Responses of each address. */
  const answering = new Map<string, number>();
  app.decorateRequest('clientAddress', '');
  app.decorateRequest('clientSubscriber', '');

  app.addHook('onRequest', (request, reply, done) => {
    const connection = connectionOf(request.raw);
    const isProxied = connection?.isProxy !== false;
    request.clientAddress = isProxied ? clientAddress(request.raw, trustedProxies) : connection.plainAddress;
    request.clientSubscriber = isProxied ? subscriberOf(request.clientAddress) : connection.address;
    const refusal = judge(connection, request.clientSubscriber);
    if (refusal !== undefined) {
      reply.headers(crossOrigin);
      // What is pipelined behind it is not read. A proxy's connection is others' as well.
      if (!isProxied) closeAfter(reply);
      return done(refusal);
    }
    count(connection, request.clientSubscriber, reply);
    done();
  });

  function judge(connection: ClientConnection | undefined, subscriber: string): UnderstudyError | undefined {
    // Told of when it was opened.
    if (connection?.refusedFor !== undefined) return limited(connection.refusedFor, retryAfterSeconds);
    const waitS = rates.take(subscriber, performance.now());
    if (waitS > 0) {
      onRefused('requests', subscriber);
      return limited('requests', waitS);
    }
    if ((answering.get(subscriber) ?? 0) < responsesPerAddress || dropSlow(subscriber)) return undefined;
    onRefused('responses', subscriber);
    return limited('responses', retryAfterSeconds);
  }

  function count(connection: ClientConnection | undefined, subscriber: string, { raw }: FastifyReply): void {
    answering.set(subscriber, (answering.get(subscriber) ?? 0) + 1);
    if (connection !== undefined) connection.answering += 1;
    whenOver(raw, () => {
      const left = (answering.get(subscriber) ?? 1) - 1;
      if (left === 0) answering.delete(subscriber);
      else answering.set(subscriber, left);
      if (connection === undefined) return;
      connection.answering -= 1;
      connection.idleSinceMs = performance.now();
    });
  }
}

/** What one address has too many of, for the answer. */
const whats: Readonly<Record<Limit, string>> = {
  connections: 'connections open at once',
  connection_rate: 'new connections per second',
  all_connections: 'connections',
  requests: 'requests per second',
  responses: 'responses at once',
  slow_reader: 'slow responses',
};

function limited(limit: Limit, afterS: number): UnderstudyError {
  const what = `Too many ${whats[limit]} from one address.`;
  return new UnderstudyError('rate_limited', what, { retryAfterSeconds: afterS, publicDetail: what });
}
