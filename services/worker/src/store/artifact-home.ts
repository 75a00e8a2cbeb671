import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { describeArtifactDirectory } from './artifact-directory.js';
import { damageOf } from './damage.js';

/** The directory of an artifact: made when the first piece is begun, durable before the first one is sealed. */
export class ArtifactHome {
  readonly #directory: string;
  readonly #canonical: string;
  #made: Promise<void> | undefined;
  /** Whether it was made, and its description is not being written yet. */
  #isBare = false;
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
      this.#isBare = true;
    });
    await this.#orElseAgain(this.#made);
  }

  /** Begins to write its description: a disk that is made to write that down opens files slowly. */
  #describe(): void {
    if (!this.#isBare) return;
    this.#isBare = false;
    this.#described = describeArtifactDirectory(this.#directory, this.#canonical);
    // Told by `durable`.
    this.#described.catch(() => undefined);
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
      return await open(path, 'w+');
    } finally {
      this.#describe();
    }
  }

  /** Resolves when it and its description outlast a power cut. */
  async durable(): Promise<void> {
    this.#describe();
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
    this.#isBare = false;
    await described?.catch(() => undefined);
  }
}
