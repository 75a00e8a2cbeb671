import type { Generator } from '@understudy/generator';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ManifestRecorder } from './manifest-recorder.js';

/**
 * Drops what was found to differ from what it should be: the begun pieces. Of a video that can only be made as a whole, and that the cluster
 * has accepted nothing of yet, all: the next run makes another one, whose bytes have nothing in common with these, and responses
 * that had them are cut.
 */
export async function dropWrong(
  artifact: StoredArtifact,
  { generator }: { readonly generator: Generator },
  recorder: Pick<ManifestRecorder, 'hasAccepted'>,
): Promise<void> {
  if (generator.resumable === 'none' && !recorder.hasAccepted) await artifact.beginAnew();
  else await artifact.dropUnsealed();
}
