import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ArchiveReader } from './archive-reader.js';
import type { ArchivedCopy } from './archived-copy.js';

/**
 * A look for an artifact in the archive while the lease is asked for and the other workers are: its answer is as far away as
 * theirs. Discard it when another source is found.
 */
export class ArchiveSearch {
  readonly #found: Promise<ArchivedCopy | undefined>;
  /** Whether there may be a copy. Never rejects. */
  readonly expected: Promise<boolean>;
  #begin: (fromStart: boolean) => void = () => undefined;

  constructor(reader: ArchiveReader, artifact: StoredArtifact, signal: AbortSignal) {
    const download = new Promise<boolean>((resolve) => {
      this.#begin = resolve;
    });
    const clue = reader.expects(artifact);
    this.expected = clue.then(
      (found) => found !== undefined,
      () => false,
    );
    this.#found = clue.then((found) => found && reader.look(artifact, found, download, signal));
    // An abort is seen by whoever takes the copy, wherever the search has got to.
    this.#found.catch(() => undefined);
  }

  /** The bytes may be asked for: at once where they are wanted from the start, otherwise when the place is known. */
  mayDownload(fromStart: boolean): void {
    this.#begin(fromStart);
  }

  /** Rejects with the signal's reason alone. */
  get copy(): Promise<ArchivedCopy | undefined> {
    return this.#found;
  }

  discard(): void {
    this.#found.then((copy) => copy?.discard()).catch(() => undefined);
  }
}
