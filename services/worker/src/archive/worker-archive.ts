import { type Archive, openArchive, within } from '@understudy/archive';
import { isUnderstudyError } from '@understudy/errors';
import type { MetadataStore } from '@understudy/metadata-store';
import { artifactPath } from '@understudy/peer-protocol';
import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import { otherCopiesOf } from '../evict/other-copies.js';
import { askStatus } from '../membership/ask-status.js';
import type { Admission } from '../produce/admission.js';
import type { ProductionContext } from '../produce/production-context.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { ArchiveReader } from './archive-reader.js';
import { ArchivedDescriptions } from './archived-descriptions.js';
import { Archiver, whileBusy } from './archiver.js';
import { Circuit } from './circuit.js';
import { DescriptionReader } from './description-reader.js';
import { Remembered } from './remembered.js';
import { UploadStates } from './upload-states.js';

/** How long an upload waits for the generator before each of its parts. */
const maxPauseMs = 5_000;
/** That a copy is archived is believed for this long: nothing removes one but a deletion or an operator, who says so here. */
const rememberArchivedMs = 60_000;
const rememberedArchived = 10_000;
const tidyDeadlineMs = 60_000;
/** The replica, and who may have a copy in its place. */
const askedForUpload = 4;

/** The archive as this worker uses it. Made in two steps: productions read from it, and what uploads needs productions' context. */
export class WorkerArchive {
  readonly reader: ArchiveReader;
  readonly descriptionReader: DescriptionReader;
  readonly #archive: Archive;
  readonly #config: WorkerConfig;
  readonly #events: WorkerEvents;
  readonly #descriptions: ArchivedDescriptions;
  readonly #contained = new Remembered<true>(rememberedArchived);
  readonly #closed = new AbortController();
  #archiver: Archiver | undefined;
  #leaving = false;

  private constructor(archive: Archive, config: WorkerConfig, events: WorkerEvents, metadata: MetadataStore) {
    this.#archive = archive;
    this.#config = config;
    this.#events = events;
    this.#descriptions = new ArchivedDescriptions(archive, config.placementKey);
    const circuit = new Circuit(config.archiveRetryMs);
    this.descriptionReader = new DescriptionReader({
      descriptions: this.#descriptions,
      events,
      timeoutMs: config.archiveTimeoutMs,
      circuit,
    });
    this.reader = new ArchiveReader({
      archive,
      metadata,
      events,
      timeoutMs: config.archiveTimeoutMs,
      circuit,
    });
  }

  /**
   * Undefined where there is no archive.
   * @throws UnderstudyError `invalid_configuration`
   */
  static async open(
    config: WorkerConfig,
    events: WorkerEvents,
    metadata: MetadataStore,
  ): Promise<WorkerArchive | undefined> {
    if (config.archiveUrl === undefined) return undefined;
    return new WorkerArchive(await openArchive(config.archiveUrl), config, events, metadata);
  }

  /** Begins to see to uploads. */
  start(
    context: ProductionContext,
    store: ArtifactStore,
    admission: Admission,
    metadata: MetadataStore,
  ): void {
    const config = this.#config;
    const states = new UploadStates(config.dataDir);
    this.#archiver = new Archiver({
      archive: this.#archive,
      descriptions: this.#descriptions,
      fingerprint: context.generator.fingerprint,
      policy: config.archivePolicy,
      hotPlays: config.archiveHotPlays,
      graceMs: config.archiveGraceMs,
      sweepMs: config.archiveSweepMs,
      retryMs: config.archiveRetryMs,
      upload: {
        partBytes: config.archivePartBytes,
        parallelParts: config.archiveParallelParts,
        beforePart: (_bytes, signal) =>
          whileBusy(() => admission.running > 0 && !this.#leaving, maxPauseMs, signal),
      },
      states,
      artifacts: () => store.all(),
      view: context.view,
      metadata,
      lease: context.lease,
      events: this.#events,
      askReplica: (artifact) => askReplica(context, artifact),
      hasOtherCopy: (artifact) => hasOtherCopy(context, artifact),
    });
    void this.#tidy(states, store);
    this.#archiver.wake();
  }

  /** Something has become complete here. */
  onComplete(): void {
    this.#archiver?.wake();
  }

  /** Another worker says that an artifact is played often enough to be archived. */
  want(artifact: StoredArtifact): void {
    this.#archiver?.want(artifact);
  }

  /**
   * Whether the archive has a copy that counts: true only when it said so within the last minute. False where it does not, or
   * cannot be asked.
   */
  async isArchived(artifactId: string): Promise<boolean> {
    try {
      return await this.contains(artifactId);
    } catch (error) {
      if (isUnderstudyError(error, 'archive_unavailable')) return false;
      throw error;
    }
  }

  /**
   * Whether the archive has a copy that counts, as it said within the last minute.
   * @throws UnderstudyError `archive_unavailable`
   */
  async contains(artifactId: string): Promise<boolean> {
    if (this.#contained.get(artifactId) === true) return true;
    const isThere = await within(this.#config.archiveTimeoutMs, this.#closed.signal, (deadline) =>
      this.#archive.contains(artifactId, deadline),
    );
    if (isThere) this.#contained.set(artifactId, true, rememberArchivedMs);
    return isThere;
  }

  /**
   * Removes the archived copy of an artifact, and what uploads of it have left. Whoever deletes a video removes its description
   * from the metadata store first: an upload that is under way looks for that when it is done, and takes its copy back.
   * @throws UnderstudyError `archive_unavailable`: try again later.
   */
  async remove(artifactId: string, digest: string, signal: AbortSignal): Promise<void> {
    this.#contained.forget(artifactId);
    this.reader.forget(artifactId);
    await this.#archive.remove(artifactId, digest, signal);
  }

  /**
   * The artifacts of a description of which the archive may have something, whatever generator made them.
   * @throws UnderstudyError `archive_unavailable`
   */
  artifactsOf(digest: string, signal: AbortSignal): Promise<string[]> {
    return this.#archive.artifactsOf(digest, signal);
  }

  /**
   * Removes the description of a deleted video, once this worker does not upload it any more.
   * @throws UnderstudyError `archive_unavailable`
   */
  async removeDescription(contentId: bigint, signal: AbortSignal): Promise<void> {
    await this.#archiver?.uploaded(contentId, signal);
    await this.#descriptions.remove(contentId, signal);
  }

  /** Before this worker leaves: what nobody else has is uploaded, within the configured time. */
  async leave(): Promise<void> {
    this.#leaving = true;
    const over = new AbortController();
    const timer = setTimeout(
      () => over.abort(new Error('the time to leave is over')),
      this.#config.archiveLeaveMs,
    );
    try {
      await this.#archiver?.leave(over.signal);
    } catch (error) {
      // A worker that cannot upload leaves all the same, and gives its lease and its membership back.
      this.#events.archiveNotLeft(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed.abort(new Error('the worker stops'));
    await this.#archiver?.close();
    this.#archive.close();
  }

  /** Uploads that nobody will go on with cost money until they are aborted. */
  async #tidy(states: UploadStates, store: ArtifactStore): Promise<void> {
    const here = new Set([...store.all()].map(({ artifactId }) => artifactId));
    try {
      await within(tidyDeadlineMs, this.#closed.signal, async (signal) => {
        await states.tidy(this.#archive, (artifactId) => here.has(artifactId), signal);
        await this.#archive.abortStaleUploads(signal);
      });
    } catch (error) {
      if (!this.#closed.signal.aborted) this.#events.archiveNotTidied(error);
    }
  }
}

/** Whether a worker that stays has all of it; not, when the metadata store cannot tell. */
async function hasOtherCopy(
  { selfId, metadata, view, client, limits }: ProductionContext,
  artifact: StoredArtifact,
): Promise<boolean> {
  const copies = await otherCopiesOf(
    {
      selfId,
      metadata,
      member: (workerId) => {
        const member = view().member(workerId);
        return member?.state === 'active' ? member : undefined;
      },
      statusOf: ({ url }, contentId) => askStatus(client, url, contentId, limits.probeTimeoutMs),
    },
    artifact,
  );
  return (copies ?? 0) > 0;
}

/** Asks the others in the order of the preference list until one that has the artifact takes the upload. */
async function askReplica(
  { client, view, limits }: ProductionContext,
  artifact: StoredArtifact,
): Promise<void> {
  for (const other of view().othersInOrder(artifact.contentId).slice(0, askedForUpload)) {
    try {
      await client.json({
        method: 'POST',
        url: other.url,
        path: artifactPath(artifact.contentId, 'archive'),
        json: {},
        headTimeoutMs: limits.probeTimeoutMs,
      });
      return;
    } catch (error) {
      if (!isUnderstudyError(error, 'peer_unreachable', 'peer_protocol')) throw error;
    }
  }
}
