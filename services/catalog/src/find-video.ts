import { type Description, descriptionDigest, parseDescription } from '@understudy/description';
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
 * @throws UnderstudyError `not_found`, `gone`, `metadata_unavailable`, `generator_failed` (what is stored is not valid)
 */
export async function findVideo(context: CatalogContext, id: string): Promise<FoundVideo> {
  const contentId = context.ids.decode(id);
  if (contentId === undefined) throw new UnderstudyError('not_found');
  const json = await context.store.readDescription(contentId);
  if (json === undefined) throw new UnderstudyError('not_found');
  const description = readStored(context, contentId, json);
  return { contentId, description, digest: descriptionDigest(description) };
}

/** Only valid descriptions are stored. One that is none all the same can be made by no worker, which reads it in the same way. */
function readStored({ events }: CatalogContext, contentId: bigint, json: string): Description {
  try {
    return parseDescription(JSON.parse(json));
  } catch (cause) {
    events.invalidStored(contentId, cause);
    throw new UnderstudyError('generator_failed', `what is stored as description ${contentId} is not valid`, {
      cause,
      publicDetail: 'What is stored of this video is not a valid description. It can only be deleted.',
    });
  }
}
