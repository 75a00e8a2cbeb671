import { lockDirectory } from '@understudy/service-kit';

/**
 * Makes this process the only one that runs a cluster in `dataDir`; the result lets go.
 * @throws UnderstudyError `invalid_configuration` when another process has it.
 */
export function lockDataDir(dataDir: string): () => void {
  return lockDirectory(
    dataDir,
    'cluster.lock',
    (holder) =>
      `a cluster is running in ${dataDir} already (${holder}); stop it, or choose another directory by UNDERSTUDY_DATA`,
  );
}
