import { UnderstudyError } from '@understudy/errors';
import { addProblems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteOptions } from 'fastify';
import type { KeyEvents } from './key-events.js';
import type { Caller, FoundKey, KnownKeys } from './known-keys.js';
import { allows, type Scope } from './scopes.js';
import type { WrongKeyLimit } from './wrong-key-limit.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope that a key needs for the route; without it that of the method. */
    needs?: Scope;
  }
}

export interface KeyGuard {
  readonly keys: Pick<KnownKeys, 'find'>;
  readonly events: Pick<KeyEvents, 'keyChecked'>;
  /** What routes need that do not say it themselves. */
  readonly needs: { readonly reading: Scope; readonly changing: Scope };
  /** Told of every request that may change something, before it does. */
  readonly onChanging?: (by: Caller, request: FastifyRequest) => void;
  /** Where clients come by themselves; behind a router all have one address. */
  readonly wrongKeys?: {
    readonly limit: WrongKeyLimit;
    readonly onThrottled: (address: string) => void;
  };
}

/** Whose key each request brought. */
const callers = new WeakMap<FastifyRequest, Caller>();

/**
 * Refuses every request to routes of `app` that brings no key with the scope that its route needs, as `Authorization: Bearer …` (RFC 6750
 * section 2.1) or `X-API-Key`. It runs before the body is read. What the routes need and may answer for it stands in their schemas.
 */
export function requireKeys(app: FastifyInstance, guard: KeyGuard): void {
  app.addHook('onRoute', (route) => describe(route, guard));
  app.addHook('onRequest', async (request, reply) => {
    const caller = await callerBy(keyIn(request), request, reply, guard);
    const { needs } = request.routeOptions.config;
    if (needs === undefined || !allows(caller.scopes, needs)) {
      guard.events.keyChecked('scope');
      throw new UnderstudyError('scope_missing', `key ${caller.id} has no scope ${needs}`, {
        publicDetail: `This needs a key with the scope ${needs}; this one has ${caller.scopes.join(', ')}.`,
      });
    }
    guard.events.keyChecked('good');
    callers.set(request, caller);
    if (request.method !== 'GET' && request.method !== 'HEAD') guard.onChanging?.(caller, request);
  });
}

/** Whose key a request brought to a route that requires one. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new UnderstudyError('internal', `${request.url} requires no key`);
  return caller;
}

function keyIn({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const given = bearer ?? headers['x-api-key'];
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** @throws UnderstudyError `unauthorized`, `rate_limited`, `metadata_unavailable` */
async function callerBy(
  key: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  { keys, events, wrongKeys }: KeyGuard,
): Promise<Caller> {
  // Whoever brings none guesses none.
  if (key === undefined) {
    events.keyChecked('missing');
    throw challenge(reply);
  }
  // Once: a socket that was reset has no address any more, neither now nor when the key has been looked at. Those share one place.
  const address = (request.ip as string | undefined) ?? '';
  const waitMs = wrongKeys?.limit.take(address, performance.now()) ?? 0;
  if (waitMs > 0) {
    events.keyChecked('throttled');
    wrongKeys?.onThrottled(address);
    throw new UnderstudyError('rate_limited', `too many wrong keys came from ${address}`, {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
      publicDetail: 'Too many wrong keys came from this address.',
    });
  }
  const giveBack = () => wrongKeys?.limit.giveBack(address, performance.now());
  let found: FoundKey;
  try {
    found = await keys.find(key);
  } catch (error) {
    giveBack();
    events.keyChecked('unavailable');
    throw error;
  }
  if (found.result !== 'good') {
    events.keyChecked(found.result);
    throw challenge(reply, found.result);
  }
  giveBack();
  return found.caller;
}

/** Who has the secret of a key may know what became of it. */
const details = { revoked: 'This key was revoked.', expired: 'This key has expired.' } as const;

function challenge(
  reply: FastifyReply,
  result: 'unknown' | keyof typeof details = 'unknown',
): UnderstudyError {
  // RFC 9110 section 15.5.2: a 401 MUST name a challenge.
  reply.header('www-authenticate', 'Bearer');
  if (result === 'unknown') return new UnderstudyError('unauthorized');
  return new UnderstudyError('unauthorized', `the key is ${result}`, { publicDetail: details[result] });
}

/** Fixes what a route needs, and writes it into its schema. */
function describe(route: RouteOptions, { needs, wrongKeys }: KeyGuard): void {
  const reads = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD');
  const needed = route.config?.needs ?? (reads ? needs.reading : needs.changing);
  route.config = { ...route.config, needs: needed };
  const schema = route.schema as RouteSchema | undefined;
  if (schema?.response === undefined) return;
  const codes = ['unauthorized', 'scope_missing', 'metadata_unavailable'] as const;
  const described: FastifySchema & RouteSchema = {
    ...schema,
    // OpenAPI 3.1: of schemes other than OAuth the list names the roles that are needed.
    security: [{ bearer: [needed] }, { apiKey: [needed] }],
    response: addProblems(
      schema.response,
      ...codes,
      ...(wrongKeys === undefined ? [] : ['rate_limited' as const]),
    ),
  };
  route.schema = described;
}
