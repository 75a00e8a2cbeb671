import { type FieldError, UnderstudyError } from '@understudy/errors';
import {
  type MintRequest,
  mintToken,
  mostTokenStreams,
  parseAddressRange,
  tokenNamePattern,
} from '@understudy/playback-token';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { needsKey, videoIdParams } from '../answers.js';
import type { CatalogContext } from '../context.js';
import { videoUrls } from '../video-urls.js';

const usualTtlS = 3_600;
const fields = ['ttlS', 'viewer', 'address', 'streams'] as const;

const url = Type.String({ format: 'uri-reference' });

const tokenSchema = Type.Object(
  {
    token: Type.String({ description: 'A signed JWT; whoever has it may play the video' }),
    tokenId: Type.String({ description: 'Its `jti`, by which it can be revoked' }),
    expires: Type.String({ format: 'date-time' }),
    urls: Type.Object(
      { mp4: url, hls: url, multivariant: url, poster: url, storyboard: url, watch: url },
      { description: 'Those of the video, with the token' },
    ),
  },
  { title: 'PlaybackToken' },
);

const schema: RouteSchema = {
  operationId: 'mintToken',
  summary: 'Sign a token that admits to a video, where playback is signed',
  description:
    'Nothing is stored and nothing looked up. 404 as well where this service has no secret to sign with: then tokens come from whoever has the keys.',
  tags: ['videos'],
  security: needsKey,
  params: videoIdParams,
  body: {
    content: {
      'application/json': {
        schema: Type.Object(
          {
            ttlS: Type.Optional(
              Type.Integer({
                minimum: 1,
                default: usualTtlS,
                description: 'For so many seconds; UNDERSTUDY_PLAYBACK_LONGEST_S at most',
              }),
            ),
            viewer: Type.Optional(
              Type.String({
                pattern: tokenNamePattern.source,
                description:
                  'Who it is for, by a name that tells nobody who that is; all of a viewer can be revoked',
              }),
            ),
            address: Type.Optional(
              Type.String({
                description: 'Only from this address, or this range: 203.0.113.0/24, 2001:db8::/32',
              }),
            ),
            streams: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: mostTokenStreams,
                description:
                  'So many progressive responses at once by the viewer, or by the token, at each router',
              }),
            ),
          },
          { title: 'TokenRequest', additionalProperties: false },
        ),
      },
    },
  },
  response: {
    201: { description: 'The token', content: { 'application/json': { schema: tokenSchema } } },
    ...problems(
      ...(['bad_request', 'unauthorized', 'not_found', 'payload_too_large'] as const),
      ...(['rate_limited', 'catalog_unavailable'] as const),
    ),
  },
};

/** `POST /v1/videos/{id}/tokens`: 201 with a token that plays the video. It needs no metadata store. */
export function mintTokenRoute(app: FastifyInstance, context: CatalogContext): void {
  app.post<{ Params: { id: string } }>(
    '/v1/videos/:id/tokens',
    { schema, config: { needs: 'create' } },
    async (request, reply) => {
      const { id } = request.params;
      const { secret, longestS } = context.playback;
      if (secret === undefined)
        throw new UnderstudyError('not_found', 'there is no secret to sign tokens with', {
          publicDetail: 'This service signs no tokens: they come from whoever has the keys.',
        });
      if (context.ids.decode(id) === undefined) throw new UnderstudyError('not_found');
      const asked = parseRequest(request.body, longestS);
      const { token, tokenId, expiresAtS } = await mintToken(secret, { ...asked, subject: id }, Date.now());
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({
          ...{ token, tokenId, expires: new Date(expiresAtS * 1_000).toISOString() },
          urls: videoUrls(context.publicUrl, id, token),
        });
    },
  );
}

/** @throws UnderstudyError `bad_request` with the fields that are wrong */
function parseRequest(body: unknown, longestS: number): Omit<MintRequest, 'subject'> {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { ttlS = Math.min(usualTtlS, longestS), viewer, address, streams } = given;
  const fieldErrors: FieldError[] = [];
  const refuse = (field: string, message: string) => fieldErrors.push({ path: `/${field}`, message });
  if (!isInteger(ttlS, longestS)) refuse('ttlS', `must be a whole number of seconds from 1 to ${longestS}`);
  if (viewer !== undefined && (typeof viewer !== 'string' || !tokenNamePattern.test(viewer)))
    refuse('viewer', 'must be 1 to 128 printable ASCII characters without spaces');
  if (address !== undefined && (typeof address !== 'string' || parseAddressRange(address) === undefined))
    refuse('address', 'must be an IP address or a range of them, as 203.0.113.0/24 or 2001:db8::/32');
  if (streams !== undefined && !isInteger(streams, mostTokenStreams))
    refuse('streams', `must be a whole number from 1 to ${mostTokenStreams}`);
  for (const name of Object.keys(given))
    if (!(fields as readonly string[]).includes(name))
      refuse(name, `is not a known field; known are ${fields.join(', ')}`);
  if (fieldErrors.length > 0) throw new UnderstudyError('bad_request', 'a token', { fieldErrors });
  return {
    ttlS: ttlS as number,
    viewer: viewer as string | undefined,
    address: address as string | undefined,
    streams: streams as number | undefined,
  };
}

function isInteger(value: unknown, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}
