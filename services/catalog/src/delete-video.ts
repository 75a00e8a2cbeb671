import { artifactIdOf } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { CatalogContext } from './context.js';
import { findVideo } from './find-video.js';
import { fingerprintsOf } from './fingerprints.js';

/**
 * Deletes the video behind an opaque ID. Resolves when that is durable; the workers read it in the log of deletions and remove
 * what they have. Deleting again is no error: whoever lost the answer asks again.
 * @throws UnderstudyError `not_found`, `metadata_unavailable`
 */
export async function deleteVideo(context: CatalogContext, id: string): Promise<void> {
  const found = await findVideo(context, id).catch((error: unknown) => {
    if (isUnderstudyError(error, 'gone')) return undefined;
    throw error;
  });
  if (found === undefined) return;
  const { contentId, digest } = found;
  if ((await context.store.deleteDescription(contentId, digest)) !== 'deleted') return;
  context.events.deleted(contentId, digest);
  await forgetArtifacts(context, contentId, digest);
}

/**
 * The same description made again has the same artifact under another content ID: what is recorded of the old one would tell
 * that it is made already. A hint, so what is left of it after a crash does no more than that.
 */
async function forgetArtifacts(
  { store, membership, events }: CatalogContext,
  contentId: bigint,
  digest: string,
) {
  const members = membership.current?.members ?? [];
  const fingerprints = fingerprintsOf(members.flatMap(({ generators }) => generators));
  try {
    await Promise.all(
      fingerprints.map((fingerprint) => store.forgetArtifact(artifactIdOf(digest, fingerprint))),
    );
  } catch (error) {
    events.recordsKept(contentId, error);
  }
}
