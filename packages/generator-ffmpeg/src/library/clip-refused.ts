import { UnderstudyError } from '@understudy/errors';

/** Why a clip is not used. Stable: these words are in `why` of the log, and in docs/reference/errors.md. */
export type ClipRefusal =
  | 'outside_library'
  | 'no_regular_file'
  | 'too_large'
  | 'unreadable'
  | 'too_many_streams'
  | 'too_long'
  | 'picture_too_large';

/** The error for a clip that is there and not used. */
export function clipRefused(name: string, refusal: ClipRefusal, says: string, cause?: unknown) {
  return new UnderstudyError('clip_refused', `clip ${name} is refused (${refusal}): ${says}`, { cause });
}
