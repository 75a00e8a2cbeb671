import { isUnderstudyError } from '@understudy/errors';

/** The fields by which a video is found in the log. */
export function about({ contentId, artifactId }: { contentId: bigint; artifactId: string }) {
  return { contentId: String(contentId), artifactId };
}

/** The code of an error, as the label of a counter. */
export function codeOf(error: unknown): string {
  return isUnderstudyError(error) ? error.code : 'internal';
}

/** The fields that say why something failed. */
export function reason(error: unknown) {
  return isUnderstudyError(error) ? { code: error.code, why: error.message } : { code: 'internal', error };
}
