import { join } from 'node:path';
import type { Description } from '@understudy/description';
import { readEnv } from '@understudy/service-kit';
import { readClipLimits } from '../library/clip-limits.js';
import type { FindClip } from '../library/find-clip.js';
import { Library } from '../library/library.js';
import { unconfined } from '../run/confinement.js';
import { confinedRuns } from '../run/run-confined.js';

export const clipLimits = readEnv({}, readClipLimits);

/** The clips of a description for a run that is started by hand: by their paths, as it has no descriptors. */
export async function clipsByPath(libraryDir: string, description: Description): Promise<FindClip> {
  const runConfined = confinedRuns(unconfined);
  const library = new Library({ dir: libraryDir, ffprobePath: 'ffprobe', limits: clipLimits, runConfined });
  const { findClip, close } = await library.open(description, new AbortController().signal);
  await close();
  return (name) => ({ ...findClip(name), path: join(libraryDir, name) });
}
