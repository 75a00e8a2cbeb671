import { canonicalDescription, type Description, descriptionDigest } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import { checkClips } from '@understudy/generator-ffmpeg';
import { createPools } from '@understudy/hash-ring';
import type { FastifyRequest } from 'fastify';
import type { CatalogContext } from './context.js';
import { type VideoUrls, videoUrls } from './video-urls.js';

const nobody = { epoch: 0, members: [] };

export interface DescribedVideo {
  /** Whether nobody described it before. */
  readonly created: boolean;
  readonly video: { readonly id: string; readonly urls: VideoUrls };
}

/** The request that a video is described by. */
type Asked = Pick<FastifyRequest, 'id' | 'headers'>;

/**
 * Stores a description and gives the opaque ID of its video. Resolves only when the description is durable.
 * @throws UnderstudyError `invalid_description` (a clip is missing), `metadata_unavailable`
 */
export async function describeVideo(
  context: CatalogContext,
  description: Description,
  asked: Asked,
): Promise<DescribedVideo> {
  const span = context.tracing?.startSpan('describe', 'server', asked.headers, {
    'understudy.request.id': asked.id,
  });
  try {
    const described = await describe(context, description, asked.id);
    const { created, video } = described;
    span?.setAttributes({ 'understudy.video.id': video.id, 'understudy.created': created });
    span?.end();
    return described;
  } catch (error) {
    span?.end(isUnderstudyError(error) ? error.code : 'internal');
    throw error;
  }
}

async function describe(
  context: CatalogContext,
  description: Description,
  requestId: string,
): Promise<DescribedVideo> {
  if (context.libraryDir !== undefined) await checkClips(description, context.libraryDir);
  const digest = descriptionDigest(description);
  const { contentId, created } = await context.store.createDescription(
    digest,
    canonicalDescription(description),
    // Without members it is pinned to none, and made by whoever is there when it is played.
    createPools(context.membership.current ?? nobody).leading ?? 0,
  );
  context.events.described(requestId, contentId, digest, created);
  const id = context.ids.encode(contentId);
  return { created, video: { id, urls: videoUrls(context.publicUrl, id) } };
}
