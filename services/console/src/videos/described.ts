import { UnderstudyError } from '@understudy/errors';
import type { ConsoleContext } from '../context.js';

/**
 * The video that an operator names, and its description as it is stored.
 * @throws UnderstudyError `not_found`, `gone`, `metadata_unavailable`
 */
export async function describedVideo(
  { ids, store }: Pick<ConsoleContext, 'ids' | 'store'>,
  id: string,
): Promise<{ readonly contentId: bigint; readonly json: string }> {
  const contentId = ids.decode(id);
  if (contentId === undefined) throw new UnderstudyError('not_found');
  const json = await store.readDescription(contentId);
  if (json === undefined) throw new UnderstudyError('not_found');
  return { contentId, json };
}
