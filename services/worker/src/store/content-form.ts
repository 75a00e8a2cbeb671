import { type Rendition, renditions } from '@understudy/artifact';
import { parseDescription, type Rendered, renderedAt } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { renditionIdOf, renditionNumberOf, videoIdOf } from '@understudy/metadata-store';

/** The rendition that a content ID names; undefined for the video itself. */
function renditionOf(contentId: bigint): Rendition | undefined {
  const number = renditionNumberOf(contentId);
  if (number === 0) return undefined;
  const rendition = renditions.find((each) => each.number === number);
  if (rendition === undefined) throw new UnderstudyError('not_found', `no rendition ${number}`);
  return rendition;
}

/**
 * What a content ID stands for, made of the canonical description of its video.
 * @throws UnderstudyError `not_found` for a rendition larger than the video, `invalid_description`
 */
export function contentForm(
  contentId: bigint,
  canonical: string,
): { readonly description: Rendered; readonly rendition: Rendition | undefined } {
  const description = parseDescription(JSON.parse(canonical));
  const rendition = renditionOf(contentId);
  return {
    description: rendition === undefined ? description : renderedAt(description, rendition.height),
    rendition,
  };
}

/** The content IDs of a video and of its renditions. */
export function contentIdsOf(contentId: bigint): bigint[] {
  const videoId = videoIdOf(contentId);
  return [videoId, ...renditions.map(({ number }) => renditionIdOf(videoId, number))];
}
