import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { describeArtifactDirectory } from './artifact-directory.js';
import { damageOf } from './damage.js';

/** The directory of an artifact: made when the first piece is begun, durable before the first one is sealed. */
export class ArtifactHome {
  readonly #directory: string;
  readonly #canonical: string;
  #made: Promise<void> | undefined;
  #described: Promise<void> | undefined;

  constructor(directory: string, canonical: string) {
    this.#directory = directory;
    this.#canonical = canonical;
  }

  /** It was found at the start, with its description. */
  found(): void {
    this.#made = Promise.resolve();
  }

  /** Resolves when files can be put into it: players do not wait until its description is durable. */
  async make(): Promise<void> {
    this.#made ??= mkdir(this.#directory, { recursive: true }).then(() => {
      this.#described = describeArtifactDirectory(this.#directory, this.#canonical);
      // Told by `durable`.
      this.#described.catch(() => undefined);
    });
    await this.#orElseAgain(this.#made);
  }

  /** Opens an empty file at `path` in it. */
  async openPart(path: string): Promise<FileHandle> {
    try {
      return await open(path, 'w+');
    } catch (error) {
      if (damageOf(error) !== 'missing') throw error;
      // Somebody removed the directory.
      await this.leave();
      await this.make();
      return open(path, 'w+');
    }
  }

  /** Resolves when it and its description outlast a power cut. */
  async durable(): Promise<void> {
    await this.#orElseAgain(this.#described);
  }

  /** What failed is tried again by the next piece. */
  async #orElseAgain(step: Promise<void> | undefined): Promise<void> {
    try {
      await step;
    } catch (error) {
      this.#made = undefined;
      throw error;
    }
  }

  /** It is about to be removed: resolves when nothing is put into it any more. */
  async leave(): Promise<void> {
    const described = this.#described;
    this.#made = undefined;
    await described?.catch(() => undefined);
  }
}
