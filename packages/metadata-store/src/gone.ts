import { UnderstudyError } from '@understudy/errors';

/** The error of a description that was deleted. */
export function gone(contentId: bigint): UnderstudyError {
  return new UnderstudyError('gone', `description ${contentId} was deleted`);
}

/** What `deleteDescription` makes of a digest that is not the description's: a caller's mistake. */
export function mistakenDigest(contentId: bigint): UnderstudyError {
  return new UnderstudyError('internal', `the digest is not that of description ${contentId}`);
}
