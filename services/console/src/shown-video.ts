import { videoIdOf } from '@understudy/metadata-store';
import type { OpaqueIds } from '@understudy/opaque-id';
import { parseContentId } from '@understudy/peer-protocol';

/** The opaque ID of the video that a content ID belongs to, also that of a rendition; null for a text that is none. */
export function shownVideo(ids: Pick<OpaqueIds, 'encode'>, contentId: string): string | null {
  const parsed = parseContentId(contentId);
  return parsed === undefined ? null : ids.encode(videoIdOf(parsed));
}
