import { type Description, descriptionDigest } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import type { CatalogContext } from './context.js';

export interface FoundVideo {
  readonly contentId: bigint;
  readonly description: Description;
  readonly digest: string;
}

/**
 * The description behind an opaque ID. An ID that was not made by us is refused without a look-up, by the answer that an
 * ID of nothing gets.
 * @throws UnderstudyError `not_found`, `gone`, `metadata_unavailable`
 */
export async function findVideo(context: CatalogContext, id: string): Promise<FoundVideo> {
  const contentId = context.ids.decode(id);
  if (contentId === undefined) throw new UnderstudyError('not_found');
  const json = await context.store.readDescription(contentId);
  if (json === undefined) throw new UnderstudyError('not_found');
  // Only valid descriptions are stored; one that an earlier version took is not judged by the limits of this one.
  const description = JSON.parse(json) as Description;
  return { contentId, description, digest: descriptionDigest(description) };
}
