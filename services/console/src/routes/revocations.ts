import { type FieldError, UnderstudyError } from '@understudy/errors';
import {
  isRevocable,
  type Revocation,
  type RevocationKind,
  type RouterRecord,
  revocationKinds,
} from '@understudy/metadata-store';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { revocationSchema, revocationsSchema, type ShownRevocation } from '../answers/revocations.js';
import type { ConsoleContext } from '../context.js';
import { json, needsKey } from '../route-parts.js';

/** A month: longer than a token should be good. */
const usualForS = 30 * 24 * 3_600;
const longestForS = 366 * 24 * 3_600;
/** A token that was issued in this second must be one that was issued before a time that is now. */
const aheadS = 1;
/** Routers read the metadata store before they answer. */
const obeyTimeoutMs = 2_000;

const kind = Type.Enum([...revocationKinds], {
  description:
    '`token`: the one with this `jti`; `viewer`: all that name this viewer; `before`: all that were issued before this time',
});
const value = Type.String({
  description:
    'Of a token or viewer 1 to 128 printable characters without spaces; of a time the seconds since 1970',
});

const listSchema: RouteSchema = {
  operationId: 'listRevocations',
  summary: 'Which playback tokens are revoked',
  tags: ['playback'],
  security: needsKey,
  response: {
    200: json('What is revoked, in the order in which it is forgotten', revocationsSchema),
    ...problems('unauthorized', 'metadata_unavailable'),
  },
};

const revokeSchema: RouteSchema = {
  operationId: 'revoke',
  summary: 'Revoke playback tokens',
  description:
    'All routers refuse them within a second, also where the metadata store is gone by then, and cut what plays by them. `forS` must be ' +
    'no shorter than such tokens are good for.',
  tags: ['playback'],
  security: needsKey,
  body: {
    content: {
      'application/json': {
        schema: Type.Object(
          {
            kind,
            value,
            forS: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: longestForS,
                default: usualForS,
                description: 'After so many seconds it is forgotten',
              }),
            ),
          },
          { title: 'RevocationRequest', additionalProperties: false },
        ),
      },
    },
  },
  response: {
    200: json('It is stored; so many routers obey already', revocationSchema),
    ...problems(
      ...(['bad_request', 'unauthorized', 'too_many_revocations'] as const),
      ...(['payload_too_large', 'metadata_unavailable'] as const),
    ),
  },
};

const unrevokeSchema: RouteSchema = {
  operationId: 'unrevoke',
  summary: 'Take a revocation back',
  tags: ['playback'],
  security: needsKey,
  querystring: Type.Object({ kind, value }),
  response: {
    204: { type: 'null', description: 'It is not revoked any more' },
    ...problems('bad_request', 'unauthorized', 'not_found', 'metadata_unavailable'),
  },
};

type Query = { Querystring: { readonly kind?: unknown; readonly value?: unknown } };

/** `GET|POST|DELETE /admin/revocations`: which playback tokens no router takes any more. */
export function revocationRoutes(app: FastifyInstance, context: ConsoleContext): void {
  const { store, mostRevocations, events } = context;

  app.get('/admin/revocations', { schema: listSchema }, async (_request, reply) => {
    const { entries = [] } = await store.readRevocations();
    return reply
      .header('cache-control', 'no-store')
      .send({ most: mostRevocations, revocations: entries.map(shown) });
  });

  app.post('/admin/revocations', { schema: revokeSchema }, async (request) => {
    const nowMs = Date.now();
    const { forS, ...what } = parseRequest(request.body, nowMs);
    const revocation: Revocation = { ...what, untilMs: nowMs + forS * 1_000 };
    if (!(await store.revoke(revocation, mostRevocations)))
      throw new UnderstudyError('too_many_revocations', `${mostRevocations} are kept`, {
        publicDetail: `UNDERSTUDY_REVOCATIONS allows ${mostRevocations}.`,
      });
    const routers = await haveObeyed(context);
    events.revoked(what.kind, routers.obeying, routers.routers);
    return { ...shown(revocation), ...routers };
  });

  app.delete<Query>('/admin/revocations', { schema: unrevokeSchema }, async (request, reply) => {
    const { kind, value } = parseWhat(request.query, Date.now(), []);
    if (!(await store.unrevoke(kind, value))) throw new UnderstudyError('not_found', `no such ${kind}`);
    await haveObeyed(context);
    events.unrevoked(kind);
    return reply.code(204).send();
  });
}

function shown({ kind, value, untilMs }: Revocation): ShownRevocation {
  return { kind, value, until: new Date(untilMs).toISOString() };
}

/** Has every router read the store now, so that none depends on the store being there later. */
async function haveObeyed(context: ConsoleContext): Promise<{ routers: number; obeying: number }> {
  const routers = await context.routers.read();
  const obeyed = await Promise.all(routers.map((router) => haveRead(context, router)));
  return { routers: routers.length, obeying: obeyed.filter((each) => each).length };
}

/** Never rejects: a router that was not reached asks by itself. */
async function haveRead({ peers }: ConsoleContext, { url }: RouterRecord): Promise<boolean> {
  try {
    const asked = { method: 'POST', url, path: '/revocations/read', headTimeoutMs: obeyTimeoutMs } as const;
    return (await peers.json<{ readonly obeyed: boolean }>(asked)).obeyed;
  } catch {
    return false;
  }
}

interface What {
  readonly kind: RevocationKind;
  readonly value: string;
}

/** @throws UnderstudyError `bad_request` with the fields that are wrong */
function parseRequest(body: unknown, nowMs: number): What & { readonly forS: number } {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const fieldErrors: FieldError[] = [];
  const forS = given['forS'] ?? usualForS;
  if (!Number.isInteger(forS) || Number(forS) < 1 || Number(forS) > longestForS)
    fieldErrors.push({
      path: '/forS',
      message: `must be a whole number of seconds from 1 to ${longestForS}`,
    });
  for (const name of Object.keys(given))
    if (!['kind', 'value', 'forS'].includes(name))
      fieldErrors.push({ path: `/${name}`, message: 'is not a known field; known are kind, value, forS' });
  return { ...parseWhat(given, nowMs, fieldErrors), forS: Number(forS) };
}

/** @throws UnderstudyError `bad_request` with `fieldErrors` and those of kind and value, where there are some */
function parseWhat(
  given: { readonly kind?: unknown; readonly value?: unknown },
  nowMs: number,
  fieldErrors: FieldError[],
): What {
  const { value } = given;
  const found = revocationKinds.find((each) => each === given.kind);
  if (found === undefined)
    fieldErrors.push({ path: '/kind', message: `must be one of ${revocationKinds.join(', ')}` });
  else if (typeof value !== 'string' || !isRevocable(found, value))
    fieldErrors.push({
      path: '/value',
      message:
        found === 'before'
          ? 'must be seconds since 1970, in decimal digits'
          : 'must be 1 to 128 printable ASCII characters without spaces',
    });
  // A time to come would refuse what is issued until then.
  else if (found === 'before' && Number(value) > Math.floor(nowMs / 1_000) + aheadS)
    fieldErrors.push({ path: '/value', message: 'must not be a time to come' });
  if (found === undefined || typeof value !== 'string' || fieldErrors.length > 0)
    throw new UnderstudyError('bad_request', 'a revocation', { fieldErrors });
  return { kind: found, value };
}
