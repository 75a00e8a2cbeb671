import { UnderstudyError } from '@understudy/errors';
import type { ArtifactStatus } from './answers.js';
import { parseContentId } from './paths.js';

/** Of so many a worker says at once what it has: 200 kB of JSON, made in some milliseconds. */
export const statusesPerQuestion = 1_000;

/** `POST /artifacts/status`: what a worker has of several artifacts. */
export interface StatusesAnswer {
  /** Of those of which it has something. */
  readonly copies: readonly HeldCopy[];
}

export interface HeldCopy extends ArtifactStatus {
  /** Decimal. */
  readonly contentId: string;
}

/**
 * The content IDs in the body of a question, `{contentIds}`.
 * @throws UnderstudyError `bad_request`
 */
export function parseStatusesQuestion(body: unknown): bigint[] {
  const { contentIds } = (body ?? {}) as { contentIds?: unknown };
  if (!Array.isArray(contentIds) || contentIds.length > statusesPerQuestion)
    throw new UnderstudyError('bad_request', `a question has at most ${statusesPerQuestion} content IDs`);
  return contentIds.map((text: unknown) => {
    const contentId = typeof text === 'string' ? parseContentId(text) : undefined;
    if (contentId === undefined) throw new UnderstudyError('bad_request', 'a content ID is a decimal text');
    return contentId;
  });
}
