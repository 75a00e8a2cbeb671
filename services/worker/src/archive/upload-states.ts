import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '@understudy/archive';

const namePattern = /^([0-9a-f]{32})\.json$/;

/** The states of uploads that were begun here: `<data>/archive/<artifact ID>.json`, gone when the upload is done. */
export class UploadStates {
  readonly #directory: string;

  constructor(dataDir: string) {
    this.#directory = join(dataDir, 'archive');
  }

  pathOf(artifactId: string): string {
    return join(this.#directory, `${artifactId}.json`);
  }

  /**
   * Gives up the uploads of artifacts that are not here any more: nobody would go on with them.
   * @throws UnderstudyError `archive_unavailable`; the signal's reason.
   */
  async tidy(archive: Archive, isHere: (artifactId: string) => boolean, signal: AbortSignal): Promise<void> {
    for (const name of await readdir(this.#directory).catch(() => [])) {
      const artifactId = namePattern.exec(name)?.[1];
      if (artifactId === undefined || isHere(artifactId)) continue;
      await archive.abandonUpload(artifactId, this.pathOf(artifactId), signal);
    }
  }
}
