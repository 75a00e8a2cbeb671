import { renditions } from '@understudy/artifact';
import { problems, type RouteSchema, type SchemaAnswer, Type } from '@understudy/schema';

/** A path that `GET|HEAD /v/{id}/…` answers: the router has one route for all of them. */
export interface PlayPath {
  /** As fastify writes paths. */
  readonly url: string;
  readonly schema: { readonly GET: RouteSchema; readonly HEAD: RouteSchema };
}

export const videoId = Type.String({
  pattern: '^[0-9A-Za-z]{24}$',
  description: 'The ID of a video: 24 letters and digits',
});
const segment = Type.Integer({ minimum: 0, description: 'The number of a segment, from 0' });
const sheet = Type.Integer({ minimum: 0, description: 'The number of a sheet, from 0' });
const rendition = Type.Enum(
  renditions.map(({ name }) => name),
  { description: 'By the height of its pictures; 404 where the video has fewer lines' },
);
/** What a rendition has: no playlist of renditions. */
const renditionPart = Type.String({
  pattern: '^(video\\.mp4|index\\.m3u8|init\\.mp4|(0|[1-9][0-9]*)\\.m4s|poster\\.jpg)$',
  description: 'As of the video itself: `video.mp4`, `index.m3u8`, `init.mp4`, `{k}.m4s`, `poster.jpg`',
});

const conditions = {
  range: Type.Optional(
    Type.String({
      description:
        'One range of bytes (RFC 9110 section 14). Of a video that is being made, its first byte is waited for.',
    }),
  ),
  'if-range': Type.Optional(Type.String({ description: 'An ETag; with another one the range is ignored' })),
  'if-match': Type.Optional(Type.String({ description: 'ETags; 412 where none is that of the resource' })),
  'if-none-match': Type.Optional(
    Type.String({ description: 'ETags; 304 where one is that of the resource' }),
  ),
};

/** How somebody is admitted, where playback is signed. */
const token = Type.Object({
  token: Type.Optional(
    Type.String({
      description:
        'Where playback is signed: a JWT, here or as `Authorization: Bearer`. By it a playlist and the storyboard are answered 302, to the folder ' +
        '`s/{grant}/` below that of the video, in which everything that they name is to be had without a token for a time.',
    }),
  ),
});

const etag = Type.String({ description: 'Strong: one ETag, one sequence of bytes' });
const cacheControl = Type.String({
  description:
    '`no-cache` while it is made, then `immutable`. Where playback is signed: `private, no-cache` by a token, `max-age` below a grant',
});
const contentRange = Type.String({
  description: '`bytes a-b/total`; the total is `*` while it is made',
});
const contentLength = Type.Integer({ minimum: 0, description: 'Once the end is known' });
const acceptRanges = Type.Literal('bytes');

/** Where playback is signed. */
export const tokenProblems = [
  ...(['token_missing', 'token_invalid', 'token_expired', 'token_revoked'] as const),
  ...(['token_not_for_this_video', 'token_not_for_this_address'] as const),
] as const;

const otherAnswers: RouteSchema['response'] = {
  302: {
    type: 'null',
    description: 'Where playback is signed: where the playlist is that a token admits to',
    headers: { Location: Type.String({ format: 'uri-reference' }) },
  },
  304: { type: 'null', description: 'As `If-None-Match` has it', headers: { ETag: etag } },
  ...problems(
    ...([
      'not_found',
      'gone',
      'precondition_failed',
      'range_not_satisfiable',
      'rate_limited',
      'budget_exceeded',
    ] as const),
    ...(['no_worker_available', 'too_many_streams', 'generator_queue_full', 'draining'] as const),
    ...(['timed_out', 'generator_unavailable', 'generator_failed', 'generator_stalled'] as const),
    ...(['clip_refused'] as const),
    ...(['peer_unreachable', 'peer_protocol', 'storage_full'] as const),
    ...tokenProblems,
    'too_many_streams_for_token',
  ),
};

const paths: readonly [path: string, name: string, mediaTypes: readonly string[], summary: string][] = [
  ['video.mp4', 'Video', ['video/mp4'], 'The whole video as one progressive MP4'],
  ['index.m3u8', 'Playlist', ['application/vnd.apple.mpegurl'], 'The HLS media playlist'],
  [
    ...(['multivariant.m3u8', 'MultivariantPlaylist', ['application/vnd.apple.mpegurl']] as const),
    'The HLS playlist of the video and its renditions',
  ],
  ['init.mp4', 'InitializationSegment', ['video/mp4'], 'The initialization segment that the playlist names'],
  [':k.m4s', 'Segment', ['video/iso.segment'], 'A media segment that the playlist names'],
  ['poster.jpg', 'Poster', ['image/jpeg'], 'A picture of the video'],
  ['storyboard.vtt', 'Storyboard', ['text/vtt'], 'What small pictures there are of the video, for seek bars'],
  ['storyboard/:k.jpg', 'StoryboardSheet', ['image/jpeg'], 'A sheet of such pictures'],
  [
    ...([':rendition/:part', 'RenditionPart'] as const),
    ['video/mp4', 'application/vnd.apple.mpegurl', 'video/iso.segment', 'image/jpeg'],
    'The same parts of a rendition',
  ],
];

/** Every path that is played, for the document of the API. */
export const playPaths: readonly PlayPath[] = paths.map(([path, name, mediaTypes, summary]) => {
  const common = {
    tags: ['playing'],
    security: [],
    params: Type.Object({
      id: videoId,
      ...(path === ':k.m4s' && { k: segment }),
      ...(path === 'storyboard/:k.jpg' && { k: sheet }),
      ...(path === ':rendition/:part' && { rendition, part: renditionPart }),
    }),
    querystring: token,
    headers: Type.Object(conditions),
  } as const;
  return {
    url: `/v/:id/${path}`,
    schema: {
      GET: {
        ...common,
        operationId: `play${name}`,
        summary,
        description:
          'When a response cannot be finished its connection is cut: a body that looks complete is complete.',
        response: { 200: whole(mediaTypes), 206: part(mediaTypes), ...otherAnswers },
      },
      HEAD: {
        ...common,
        operationId: `play${name}`,
        summary: `${summary}: the head of its answer`,
        description: 'Nothing is made for it. `Range` counts while the video is made (RFC 8673).',
        response: { 200: whole([]), 206: part([]), ...withoutBodies(otherAnswers) },
      },
    },
  };
});

function whole(mediaTypes: readonly string[]): SchemaAnswer {
  return {
    description: 'The whole; chunked while it is made',
    headers: {
      ETag: etag,
      'Cache-Control': cacheControl,
      'Content-Length': contentLength,
      'Accept-Ranges': acceptRanges,
    },
    ...(mediaTypes.length > 0 ? { content: bytesOf(mediaTypes) } : { type: 'null' }),
  };
}

function part(mediaTypes: readonly string[]): SchemaAnswer {
  return {
    description: 'The range that was asked for, or what exists of it',
    headers: { ETag: etag, 'Content-Range': contentRange, 'Cache-Control': cacheControl },
    ...(mediaTypes.length > 0 ? { content: bytesOf(mediaTypes) } : { type: 'null' }),
  };
}

/** The answers to HEAD. */
export function withoutBodies(answers: RouteSchema['response']): RouteSchema['response'] {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { content: _, ...head }]) => [status, { ...head, type: 'null' }]),
  );
}

/** OpenAPI 3.1: bytes as they are have an empty schema. */
function bytesOf(mediaTypes: readonly string[]) {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: {} }]));
}
