import { UnderstudyError } from '@understudy/errors';
import { videoIdOf } from '@understudy/metadata-store';
import type { OpaqueIds } from '@understudy/opaque-id';
import { parseContentId } from '@understudy/peer-protocol';

/**
 * The content ID of what an operator names: by the ID that players see, or by the content ID that logs have, also that of a rendition. An
 * opaque ID has 24 characters, a content ID 20 digits at most: none is both.
 * @throws UnderstudyError `not_found`
 */
export function namedContent(ids: Pick<OpaqueIds, 'decode'>, text: string): bigint {
  const contentId = ids.decode(text) ?? parseContentId(text);
  if (contentId !== undefined) return contentId;
  const publicDetail = `${shortened(text)} is the ID of no video: neither as players see it, nor as logs do.`;
  throw new UnderstudyError('not_found', publicDetail, { publicDetail });
}

/** The same of a video: the one that a rendition belongs to. @throws UnderstudyError `not_found` */
export function namedVideo(ids: Pick<OpaqueIds, 'decode'>, text: string): bigint {
  return videoIdOf(namedContent(ids, text));
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
