import { isUnderstudyError } from '@understudy/errors';
import type { MetadataStore } from '@understudy/metadata-store';

/** The first of the preference list: those that have a copy unless something is just being moved. */
export const likeliest = 4;

/** The IDs of the workers that the metadata store says have an artifact, members or not; none while it is away. */
export async function recordedHolders(
  metadata: Pick<MetadataStore, 'readHolders'>,
  artifactId: string,
): Promise<string[]> {
  try {
    return (await metadata.readHolders(artifactId)).map(({ worker }) => worker);
  } catch (error) {
    if (isUnderstudyError(error, 'metadata_unavailable')) return [];
    throw error;
  }
}
