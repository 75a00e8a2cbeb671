import { UnderstudyError } from '@understudy/errors';
import { parseContentId } from '@understudy/peer-protocol';

/**
 * The content ID of a path.
 * @throws UnderstudyError `not_found`
 */
export function contentIdOf(text: string): bigint {
  const contentId = parseContentId(text);
  if (contentId === undefined) throw new UnderstudyError('not_found', `no content ID: ${text.slice(0, 40)}`);
  return contentId;
}
