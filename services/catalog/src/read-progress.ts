import { artifactIdOf } from '@understudy/artifact';
import { fingerprintFor } from '@understudy/video-records';
import type { CatalogContext } from './context.js';
import { type Progress, progressOf } from './progress.js';

/** How far a video is, and the artifact that is made of it now: undefined while there are no workers. */
export async function readProgress(
  { store, membership }: Pick<CatalogContext, 'store' | 'membership'>,
  contentId: bigint,
  digest: string,
  totalSegments: number,
): Promise<Progress & { readonly artifactId: string | undefined }> {
  const fingerprint = fingerprintFor(contentId, membership.current);
  const artifactId = fingerprint === undefined ? undefined : artifactIdOf(digest, fingerprint);
  const [manifest, holders] =
    artifactId === undefined
      ? [[], []]
      : await Promise.all([store.readManifest(artifactId), store.readHolders(artifactId)]);
  return { artifactId, ...progressOf(manifest, holders, totalSegments) };
}
