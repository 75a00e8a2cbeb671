import { callerOf } from '@understudy/access-keys';
import {
  canonicalDescription,
  type Description,
  descriptionDigest,
  planSegments,
} from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import { checkClips } from '@understudy/generator-ffmpeg';
import type { FastifyRequest } from 'fastify';
import type { CatalogContext } from './context.js';
import { pickPool } from './programs/pick-pool.js';
import { readProgress } from './read-progress.js';
import { type VideoUrls, videoUrls } from './video-urls.js';

const nobody = { epoch: 0, members: [] };

export interface DescribedVideo {
  /** Whether nobody described it before. */
  readonly created: boolean;
  readonly video: {
    readonly id: string;
    readonly urls: VideoUrls;
    readonly price: { readonly generationSeconds: number };
  };
}

/**
 * Stores a description and gives the opaque ID of its video. Resolves only when the description is durable, and that the caller's
 * webhook hears of it.
 * @throws UnderstudyError `invalid_description` (a clip is missing, a program does not take its input), `too_expensive`, `budget_exceeded`, `generator_unavailable`,
 *   `metadata_unavailable`
 */
export async function describeVideo(
  context: CatalogContext,
  description: Description,
  request: FastifyRequest,
): Promise<DescribedVideo> {
  const span = context.tracing?.startSpan('describe', 'server', request.headers, {
    'understudy.request.id': request.id,
  });
  try {
    const described = await describe(context, description, {
      requestId: request.id,
      keyId: callerOf(request).id,
    });
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
  { requestId, keyId }: { readonly requestId: string; readonly keyId: string },
): Promise<DescribedVideo> {
  const price = await checkedPrice(context, description);
  const digest = descriptionDigest(description);
  const pool = pickPool(description, context.membership.current ?? nobody);
  // What is described already is not made again for it.
  const isCharged = (await context.store.findDescription(digest)) === undefined;
  if (isCharged) await context.budgets.charge(keyId, price);
  const canonical = canonicalDescription(description);
  const { contentId, created } = await context.store
    .createDescription(digest, canonical, pool)
    .catch(async (error: unknown) => {
      if (isCharged) await refundUnlessStored(context, { digest, keyId, price });
      throw error;
    });
  // Somebody was quicker.
  if (isCharged && !created) await context.budgets.refund(keyId, price);
  context.events.described(requestId, contentId, digest, created);
  const id = context.ids.encode(contentId);
  const [hasHook] = await Promise.all([
    context.webhooks.subscribe(keyId, contentId, id),
    // Without it its videos take their turns among those of nobody.
    created && context.store.recordCreator(contentId, keyId).catch(() => undefined),
  ]);
  if (hasHook && !created) await tellProgress(context, contentId, description, digest);
  const urls = videoUrls(context.publicUrl, id);
  return { created, video: { id, urls, price: { generationSeconds: price } } };
}

/** Storing failed. What is there all the same, only not known to be durable, is not charged again when it is asked for again; it stays paid for. */
async function refundUnlessStored(
  context: CatalogContext,
  { digest, keyId, price }: { readonly digest: string; readonly keyId: string; readonly price: number },
): Promise<void> {
  const stored = await context.store.findDescription(digest).catch(() => undefined);
  if (stored === undefined) await context.budgets.refund(keyId, price);
}

/**
 * What a description would cost, without storing anything, in generation-seconds.
 * @throws UnderstudyError `invalid_description`, `too_expensive`
 */
export async function checkedPrice(context: CatalogContext, description: Description): Promise<number> {
  context.programInputs.check(description);
  if (context.libraryDir !== undefined) await checkClips(description, context.libraryDir, context.clipBytes);
  return context.prices.priceOf(description);
}

/** What workers have told already, for a hook that was not there then, or that missed it when the store was lost. */
async function tellProgress(
  context: CatalogContext,
  contentId: bigint,
  description: Description,
  digest: string,
): Promise<void> {
  const { segmentCount } = planSegments(description);
  const { state, artifactId } = await readProgress(context, contentId, digest, segmentCount);
  if (state === 'described' || artifactId === undefined) return;
  const type = state === 'complete' ? 'complete' : 'started';
  await context.webhooks.tell(contentId, { type, artifactId, atMs: Date.now() });
}
