import type { Piece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { GenerationLease } from '../lease/generation-lease.js';
import type { ProductionContext } from '../produce/production-context.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ArchivedCopy } from './archived-copy.js';
import { type FetchTarget, fetchPieces } from './fetch-pieces.js';

/**
 * Fetches what is wanted from the archive, and seals it, under a lease or under none where the store is away. A copy that cannot
 * be read, or that is wrong, is not taken again for a while: that is told, and no error.
 * @throws `lease_lost` before anything else once the lease is lost; the signal's reason.
 */
export async function fetchUnder(
  lease: GenerationLease | undefined,
  { archive, events, limits }: Pick<ProductionContext, 'archive' | 'events' | 'limits'>,
  artifact: StoredArtifact,
  copy: ArchivedCopy,
  target: Omit<FetchTarget, 'stallMs' | 'right'> & { readonly first: Piece },
  signal: AbortSignal,
): Promise<void> {
  const bytesBefore = artifact.storedBytes();
  events.archiveFetch(artifact, target.first, lease?.token);
  try {
    await fetchPieces(artifact, copy, { ...target, right: lease, stallMs: limits.archiveStallMs }, signal);
    archive?.succeeded();
    events.archiveFetched(artifact, artifact.storedBytes() - bytesBefore);
  } catch (error) {
    if (lease?.signal.aborted === true) throw lease.signal.reason;
    if (signal.aborted || !isUnderstudyError(error, 'archive_unavailable', 'digest_mismatch')) throw error;
    archive?.failed(artifact, error);
  }
}
