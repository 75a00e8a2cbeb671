import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactIdOf, type Piece } from '@understudy/artifact';
import { canonicalDescription, descriptionDigest } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import {
  artifactDirectory,
  descriptionFile,
  removeArtifactDirectory,
  removedSuffix,
  type SealedFile,
} from './artifact-directory.js';
import { contentForm } from './content-form.js';
import type { Damage, FoundBy } from './damage.js';
import { type FoundArtifact, findArtifacts, findDirectoriesOf } from './find-artifacts.js';
import { LastGiven } from './last-given.js';
import type { Leftover } from './leftovers.js';
import { ReadCache } from './read-cache.js';
import { StoredArtifact } from './stored-artifact.js';
import { Usage } from './usage.js';
import { openGate, type WriteGate } from './write-gate.js';

/**
 * A copy that another generator made, whose description is refused by today's rules, or is damaged or gone. It is not served, but takes
 * room, until somebody says what it is made from: then it is this worker's again.
 */
export interface ForeignCopy {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly directory: string;
  readonly bytes: number;
  readonly lastUsedAtMs: number;
  readonly sealed: readonly SealedFile[];
  readonly left: readonly Leftover[];
}

/** The artifacts on this worker's disk that its generator's fingerprint makes, by content ID. */
export class ArtifactStore {
  readonly #root: string;
  readonly #fingerprint: string;
  readonly #gate: WriteGate;
  readonly #readCache: ReadCache;
  readonly #artifacts = new Map<bigint, StoredArtifact>();
  /** Told when a sealed piece was set aside. */
  onDamaged: ((artifact: StoredArtifact, piece: Piece, damage: Damage, foundBy: FoundBy) => void) | undefined;
  /** Told of a copy that is this worker's again: its description is to be written. */
  onTakenUp: ((artifact: StoredArtifact) => void) | undefined;
  /** What was found in the store at the start that no worker put there: paths. */
  strangers: readonly string[] = [];
  /** By directory. */
  readonly foreign = new Map<string, ForeignCopy>();

  readonly #given = new LastGiven();
  #beganEmpty = true;

  private constructor(root: string, fingerprint: string, gate: WriteGate, readCache: ReadCache) {
    this.#root = root;
    this.#fingerprint = fingerprint;
    this.#gate = gate;
    this.#readCache = readCache;
  }

  /** Opens the store in `dataDir` and finds what is there. Artifacts of other fingerprints stay on disk untouched. */
  static async open(
    dataDir: string,
    fingerprint: string,
    gate: WriteGate = openGate,
    readCache = new ReadCache(0),
  ): Promise<ArtifactStore> {
    const store = new ArtifactStore(join(dataDir, 'artifacts'), fingerprint, gate, readCache);
    const { artifacts, strangers } = await findArtifacts(store.#root);
    store.strangers = strangers;
    for (const found of artifacts) {
      store.#beganEmpty = false;
      const artifact = store.#recover(found);
      if (artifact?.artifactId === found.artifactId) {
        await artifact.usage.recall();
        store.#artifacts.set(found.contentId, artifact);
      } else store.foreign.set(found.directory, await foreignCopyOf(found));
      store.#given.note(found.contentId);
    }
    return store;
  }

  /**
   * Undefined without a description, or with one that today's rules refuse, or for a form that there is not: it is damaged, or of another
   * generator's time.
   */
  #recover({ contentId, description, sealed, left }: FoundArtifact): StoredArtifact | undefined {
    if (description === undefined) return undefined;
    try {
      return this.#create(contentId, description, { sealed, left });
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      if (isUnderstudyError(error, 'invalid_description') || isUnderstudyError(error, 'not_found'))
        return undefined;
      throw error;
    }
  }

  get(contentId: bigint): StoredArtifact | undefined {
    return this.#artifacts.get(contentId);
  }

  /**
   * The artifact of `contentId`, begun from its video's canonical description where there is none yet, with all that is in its directory.
   * Writes nothing until a piece is opened.
   * @throws UnderstudyError `not_found` for a rendition larger than the video
   */
  getOrCreate(contentId: bigint, canonical: string): StoredArtifact {
    const known = this.#artifacts.get(contentId);
    if (known !== undefined) return known;
    const artifact = this.#create(contentId, canonical, { sealed: [], left: [] });
    this.#artifacts.set(contentId, artifact);
    if (this.foreign.delete(artifact.directory)) {
      // Before anything is sealed in it again its description is there.
      void artifact.home.leave();
      this.onTakenUp?.(artifact);
    }
    return artifact;
  }

  /** Takes up a copy of which it was found out what it is made from. Does nothing where another generator made it. */
  takeUp({ contentId, artifactId }: ForeignCopy, canonical: string): void {
    const { description, rendition } = contentForm(contentId, canonical);
    const own = artifactIdOf(descriptionDigest(description), this.#fingerprint, rendition);
    if (own === artifactId) this.getOrCreate(contentId, canonical);
  }

  /** Removes a foreign copy. False, and nothing happens, when it is none any more. */
  async removeForeign(directory: string): Promise<boolean> {
    if (!this.foreign.has(directory)) return false;
    // At once: whoever takes it up from here on begins in a new directory.
    renameSync(directory, `${directory}${removedSuffix}`);
    this.foreign.delete(directory);
    await rm(`${directory}${removedSuffix}`, { recursive: true, force: true });
    return true;
  }

  /** Whether there was nothing on disk when it was opened, of whatever generator. */
  get beganEmpty(): boolean {
    return this.#beganEmpty;
  }

  /**
   * Removes everything of some content IDs, of whatever generator, for good: whoever still has an artifact's object can write
   * nothing to it any more. Tells whose directories there were.
   */
  async delete(contentIds: ReadonlySet<bigint>): Promise<{ contentId: bigint; artifactId: string }[]> {
    const found = await findDirectoriesOf(this.#root, contentIds);
    for (const contentId of contentIds) {
      await this.#artifacts.get(contentId)?.remove();
      this.#artifacts.delete(contentId);
    }
    for (const { directory } of found) {
      await removeArtifactDirectory(directory);
      this.foreign.delete(directory);
    }
    return found;
  }

  /** Forgets an artifact of which nothing is here; its next request begins it again. */
  forget(contentId: bigint): void {
    this.#artifacts.delete(contentId);
  }

  /** The content ID that was given last, of all that were ever seen here. */
  get lastGiven(): bigint | undefined {
    return this.#given.last;
  }

  #create(
    contentId: bigint,
    canonical: string,
    found: Pick<FoundArtifact, 'sealed' | 'left'>,
  ): StoredArtifact {
    const { description, rendition } = contentForm(contentId, canonical);
    const artifactId = artifactIdOf(descriptionDigest(description), this.#fingerprint, rendition);
    const directory = artifactDirectory(this.#root, contentId, artifactId);
    const { sealed, left } = this.foreign.get(directory) ?? found;
    this.#given.note(contentId);
    const artifact = new StoredArtifact(
      {
        contentId,
        artifactId,
        directory,
        description,
        // A stored one may have changed where it does not count.
        canonical: canonicalDescription(description),
        gate: this.#gate,
        readCache: this.#readCache,
      },
      sealed,
      left,
    );
    artifact.onDamaged = (...found) => this.onDamaged?.(artifact, ...found);
    return artifact;
  }

  all(): IterableIterator<StoredArtifact> {
    return this.#artifacts.values();
  }

  get count(): number {
    return this.#artifacts.size;
  }

  /** What all copies here take, in bytes, with what is left of damaged and broken off pieces. */
  usedBytes(): number {
    let bytes = 0;
    for (const artifact of this.#artifacts.values()) bytes += artifact.diskBytes();
    for (const copy of this.foreign.values()) bytes += copy.bytes;
    return bytes;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#artifacts.values()].map((artifact) => artifact.close()));
  }
}

async function foreignCopyOf({
  contentId,
  artifactId,
  directory,
  sealed,
  left,
}: FoundArtifact): Promise<ForeignCopy> {
  const usage = new Usage(join(directory, descriptionFile));
  await usage.recall();
  const bytes = [...sealed.map(({ length }) => length), ...left.map((file) => file.bytes)].reduce(
    (sum, each) => sum + each,
    0,
  );
  return { contentId, artifactId, directory, bytes, lastUsedAtMs: usage.lastUsedAtMs, sealed, left };
}
