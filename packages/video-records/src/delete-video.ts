import { artifactIdsOf } from '@understudy/artifact';
import { textDigest } from '@understudy/description';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { MembershipWatch, MetadataStore } from '@understudy/metadata-store';
import { fingerprintsOf } from './fingerprints.js';

export interface DeleteOptions {
  readonly store: MetadataStore;
  /** Which generators there are: the fingerprints under which a video's artifact may exist. */
  readonly membership: Pick<MembershipWatch, 'current'>;
  /** Told when the video is deleted, but what is recorded of it could not be forgotten. */
  readonly onRecordsKept: (contentId: bigint, error: unknown) => void;
}

/**
 * Deletes a video. Resolves when that is durable; the workers read it in the log of deletions and remove what they have. Deleting
 * again is no error: whoever lost the answer asks again. Gives the digest of its description; undefined where it was deleted before.
 * @throws UnderstudyError `not_found`, `metadata_unavailable`
 */
export async function deleteVideo(options: DeleteOptions, contentId: bigint): Promise<string | undefined> {
  const digest = await digestOf(options, contentId);
  // Also what is gone already: an earlier answer may have been that it is not durable yet.
  const outcome = await options.store.deleteDescription(contentId, digest);
  const deleted = outcome === 'deleted' ? digest : undefined;
  await forgetRecords(options, contentId, deleted);
  return deleted;
}

/** What the description is stored under, whether it is valid or not; undefined for what is gone. */
async function digestOf(
  { store }: Pick<DeleteOptions, 'store'>,
  contentId: bigint,
): Promise<string | undefined> {
  let json: string | undefined;
  try {
    json = await store.readDescription(contentId);
  } catch (error) {
    if (isUnderstudyError(error, 'gone')) return undefined;
    throw error;
  }
  if (json === undefined) throw new UnderstudyError('not_found');
  const digest = textDigest(json);
  if ((await store.findDescription(digest)) === contentId) return digest;
  // Damaged, or imported under a digest that is not its own. Rare enough to look at all of them.
  for await (const stored of store.listDescriptions()) {
    if (stored.contentId === contentId) return stored.digest;
  }
  return digest;
}

/**
 * Nobody is told of it any more. The same description made again has the same artifact under another content ID: what is recorded of
 * the old one would tell that it is made already. Both are hints, so what is left of them after a crash does no more than that.
 */
async function forgetRecords(
  { store, membership, onRecordsKept }: DeleteOptions,
  contentId: bigint,
  digest: string | undefined,
) {
  const members = membership.current?.members ?? [];
  const fingerprints = fingerprintsOf(members.flatMap(({ generators }) => generators));
  const artifactIds =
    digest === undefined ? [] : fingerprints.flatMap((fingerprint) => artifactIdsOf(digest, fingerprint));
  try {
    await Promise.all([
      store.forgetSubscriptions(contentId),
      ...artifactIds.map((artifactId) => store.forgetArtifact(artifactId)),
    ]);
  } catch (error) {
    onRecordsKept(contentId, error);
  }
}
