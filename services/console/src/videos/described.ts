import { UnderstudyError } from '@understudy/errors';
import type { ConsoleContext } from '../context.js';
import { namedVideo } from './named-video.js';

/**
 * The video that an operator names, and its description as it is stored.
 * @throws UnderstudyError `not_found`, `gone`, `metadata_unavailable`
 */
export async function describedVideo(
  { ids, store }: Pick<ConsoleContext, 'ids' | 'store'>,
  id: string,
): Promise<{ readonly contentId: bigint; readonly json: string }> {
  const contentId = namedVideo(ids, id);
  const json = await store.readDescription(contentId);
  if (json === undefined) throw neverDescribed(id);
  return { contentId, json };
}

/** What an operator is told of an ID that was never given to a description. */
export function neverDescribed(id: string): UnderstudyError {
  const publicDetail = `${id} was never described.`;
  return new UnderstudyError('not_found', publicDetail, { publicDetail });
}
