import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '@understudy/cli';
import { type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import { expect } from 'vitest';
import { until } from './until.js';

const whenGone =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };

/** A sealed piece on a worker's disk. */
export interface StoredFile {
  readonly worker: string;
  readonly artifactId: string;
  readonly piece: string;
  readonly sha256: string;
}

const directoryPattern = /^(\d+)-([0-9a-f]{32})$/;
const sealedPattern = /^([a-z0-9-]+)\.(\d+)\.([0-9a-f]{64})$/;

/** Looks at what a cluster over an embedded store has on its disks and in its store, from outside. */
export class Aftermath {
  readonly #cluster: Cluster;
  readonly #store: MetadataStore;

  private constructor(cluster: Cluster, store: MetadataStore) {
    this.#cluster = cluster;
    this.#store = store;
  }

  static async of(cluster: Cluster): Promise<Aftermath> {
    return new Aftermath(cluster, await openMetadataStore(`lmdb:${join(cluster.dataDir, 'metadata')}`, {}));
  }

  #artifactsOf(worker: string): string {
    return join(this.#cluster.dataDir, 'workers', worker, 'artifacts');
  }

  /** What must be so of every video once all work for it has ended. */
  async expectSound(contentId: string, workers: readonly string[]): Promise<void> {
    await until(`nothing of ${contentId} is begun and left`, async () => {
      const torn = await Promise.all(workers.map((worker) => this.#tornOf(worker, contentId)));
      return torn.flat().length === 0;
    });
    await this.#expectOneManifest(contentId, workers);
    await this.#expectNoLease(contentId, workers);
  }

  async #directoriesOf(worker: string, contentId: string): Promise<string[]> {
    const root = this.#artifactsOf(worker);
    const names = await readdir(root);
    return names.filter((name) => name.startsWith(`${contentId}-`)).map((name) => join(root, name));
  }

  /** Whether there is anything of a video on a worker's disk. */
  async hasAnyOf(worker: string, contentId: string): Promise<boolean> {
    return (await this.#directoriesOf(worker, contentId)).length > 0;
  }

  /** Removes a video from the disk of a worker that does not run. */
  async remove(worker: string, contentId: string): Promise<void> {
    for (const directory of await this.#directoriesOf(worker, contentId))
      await rm(directory, { recursive: true });
  }

  /** Changes some bytes of the first segment that a worker has of a video. */
  async damage(worker: string, contentId: string): Promise<void> {
    for (const directory of await this.#directoriesOf(worker, contentId)) {
      const name = (await readdir(directory)).find(
        (each) => each.startsWith('0.') && sealedPattern.test(each),
      );
      const file = await open(join(directory, name as string), 'r+');
      await file.write(Buffer.alloc(100, 0x55), 0, 100, 20_000);
      await file.close();
    }
  }

  /** The names of what was begun and not ended of a video on a worker's disk. */
  async #tornOf(worker: string, contentId: string): Promise<string[]> {
    const directories = await this.#directoriesOf(worker, contentId);
    const names = await Promise.all(
      directories.map((directory) => readdir(directory).catch(whenGone<string[]>([]))),
    );
    return [...directories, ...names.flat()].filter((name) => /\.(part|removed|repair|damaged)$/.test(name));
  }

  /**
   * The sealed pieces on a worker's disk, of one video or of all. Shows that every file is what its name says, and that nothing
   * else is there but what is being written just now. A copy may go while it is looked at: they move.
   */
  async filesOf(worker: string, contentId?: string): Promise<StoredFile[]> {
    const root = this.#artifactsOf(worker);
    const files: StoredFile[] = [];
    for (const directory of await readdir(root)) {
      if (directory.endsWith('.removed')) continue;
      const [, owner, artifactId] = directoryPattern.exec(directory) ?? [];
      expect(artifactId, `${worker} has ${directory}`).toBeDefined();
      if (contentId !== undefined && owner !== contentId) continue;
      for (const name of await readdir(join(root, directory)).catch(whenGone<string[]>([]))) {
        if (name === 'description.json' || /\.(part|repair|damaged)$/.test(name)) continue;
        const [, piece, length, sha256] = sealedPattern.exec(name) ?? [];
        const bytes = await readFile(join(root, directory, name)).catch(whenGone(undefined));
        if (bytes === undefined) continue;
        const is = { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
        expect(is, `${worker} has ${directory}/${name}`).toEqual({ length: Number(length), sha256 });
        files.push({ worker, artifactId: artifactId as string, piece: piece as string, ...is });
      }
    }
    return files;
  }

  /** Shows that all copies of a video have the bytes that the store has accepted, and that every piece is accepted. */
  async #expectOneManifest(contentId: string, workers: readonly string[]): Promise<void> {
    const files = (await Promise.all(workers.map((worker) => this.filesOf(worker, contentId)))).flat();
    const artifactId = files[0]?.artifactId as string;
    expect(artifactId, `nobody has ${contentId}`).toBeDefined();
    const onDisk = (piece: string) => files.filter((file) => file.piece === piece).map((file) => file.sha256);
    await until(`every piece of ${contentId} is accepted`, async () => {
      const accepted = new Set((await this.#store.readManifest(artifactId)).map(({ piece }) => piece));
      return files.every(({ piece }) => accepted.has(piece));
    });
    for (const { piece, sha256 } of await this.#store.readManifest(artifactId)) {
      expect(new Set(onDisk(piece)), `piece ${piece} of ${contentId}`).toEqual(new Set([sha256]));
    }
  }

  /** Shows that nobody holds the lease of a video, or will not in a moment. */
  async #expectNoLease(contentId: string, workers: readonly string[]): Promise<void> {
    const files = (await Promise.all(workers.map((worker) => this.filesOf(worker, contentId)))).flat();
    for (const purpose of ['generate', 'archive']) {
      const key = `${purpose}:${files[0]?.artifactId}`;
      await until(`nobody holds ${key}`, async () => {
        const asked = await this.#store.acquireLease(key, 'test', 1);
        if (asked.acquired) await this.#store.releaseLease(key, 'test', asked.token);
        return asked.acquired;
      });
    }
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
