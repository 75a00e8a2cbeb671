import type { AskedCopy, CopyAnswer } from '@understudy/peer-protocol';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { CopyVerifier } from './copy-verifier.js';
import { hasAll } from './pieces-here.js';
import type { Promises } from './promises.js';

export interface AnswerOptions {
  readonly artifactOf: (contentId: bigint) => StoredArtifact | undefined;
  /** Whether it is being worked on here, or is going to be copied. */
  readonly isComing: (contentId: bigint) => boolean;
  readonly belongsHere: (contentId: bigint) => boolean;
  readonly verifier: Pick<CopyVerifier, 'isVerified'>;
  readonly promises: Pick<Promises, 'make'>;
}

/** What this worker says of a copy that a holder asks about; see `CopyAnswer`. */
export function answerCopy(
  { artifactOf, isComing, belongsHere, verifier, promises }: AnswerOptions,
  { contentId, artifactId, pieces }: AskedCopy,
  promise: boolean,
): CopyAnswer {
  const artifact = artifactOf(contentId);
  if (artifact === undefined || artifact.artifactId !== artifactId || !hasAll(artifact, pieces))
    return isComing(contentId) ? 'coming' : 'lacks';
  if (!promise || !belongsHere(contentId) || !verifier.isVerified(artifact, pieces)) return 'has';
  promises.make(contentId, performance.now());
  return 'keeps';
}
