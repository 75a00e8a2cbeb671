import { isUnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { videoIdParams } from '../answers.js';
import type { CatalogContext } from '../context.js';
import { findVideo } from '../find-video.js';
import { videoUrls } from '../video-urls.js';
import { watchPage, watchPagePolicy } from '../watch/watch-page.js';

const schema: RouteSchema = {
  operationId: 'watchVideo',
  summary: 'A page that plays a video',
  tags: ['pages'],
  security: [],
  params: videoIdParams,
  querystring: Type.Object({
    token: Type.Optional(
      Type.String({ description: 'Put behind every address of the video, where playback is signed' }),
    ),
  }),
  response: {
    200: { description: 'The page', content: { 'text/html': { schema: Type.String() } } },
    ...problems('not_found', 'gone', 'rate_limited', 'generator_failed', 'catalog_unavailable'),
  },
};

const tokenForm = /^[A-Za-z0-9._-]{1,4096}$/;

/** `GET /watch/{id}`: a page that plays the video, by the token behind it where there is one. */
export function watchRoute(app: FastifyInstance, context: CatalogContext): void {
  app.get<{ Params: { id: string }; Querystring: { token?: unknown } }>(
    '/watch/:id',
    { exposeHeadRoute: true, schema },
    async (request, reply) => {
      const { id } = request.params;
      const { publicUrl, publicOrigins, embeddedBy, playerAssets } = context;
      // Where it is said where the page itself comes from, that is asked first.
      const origins = [...new Set([publicUrl, ...publicOrigins])].filter((each) => each !== '');
      // Routers judge it; here it only has to be none that could be anything else in a page.
      const { token } = request.query;
      const shown = typeof token === 'string' && tokenForm.test(token) ? token : undefined;
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header(
          'content-security-policy',
          watchPagePolicy({ publicUrl, origins, styles: playerAssets.styles, embeddedBy }),
        )
        .header('cache-control', 'no-store')
        .send(
          watchPage({
            ...(await frameOf(context, id)),
            id,
            token: shown,
            urls: videoUrls(publicUrl, id, shown),
            origins,
            script: playerAssets.entry,
          }),
        );
    },
  );
}

/** Without the metadata store an existing video still plays, so its page is shown as well: without its title. */
async function frameOf(context: CatalogContext, id: string) {
  try {
    const { title, width, height } = (await findVideo(context, id)).description;
    return { title, width, height };
  } catch (error) {
    if (isUnderstudyError(error, 'metadata_unavailable')) {
      return { title: 'Video', width: 16, height: 9 };
    }
    throw error;
  }
}
