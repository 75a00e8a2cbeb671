import { setTimeout as sleep } from 'node:timers/promises';
import { type Archive, type UploadOptions, within } from '@understudy/archive';
import { isUnderstudyError } from '@understudy/errors';
import { type MetadataStore, videoIdOf } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import { acquireArchiveLease, type LeaseOptions } from '../lease/generation-lease.js';
import type { MembershipView } from '../membership/view.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ArchivedDescriptions } from './archived-descriptions.js';
import { localSource } from './local-source.js';
import type { UploadStates } from './upload-states.js';
import { type ArchivePolicy, isWanted, placeOf, uploadDelayMs } from './upload-turn.js';

export interface ArchiverOptions {
  readonly archive: Archive;
  readonly descriptions: Pick<ArchivedDescriptions, 'has' | 'keep' | 'remove'>;
  readonly fingerprint: string;
  readonly policy: ArchivePolicy;
  readonly hotPlays: number;
  readonly graceMs: number;
  readonly sweepMs: number;
  /** An archive that failed is left alone for this long. */
  readonly retryMs: number;
  readonly upload: Omit<UploadOptions, 'statePath'>;
  readonly states: UploadStates;
  readonly artifacts: () => Iterable<StoredArtifact>;
  readonly view: () => MembershipView;
  readonly metadata: Pick<MetadataStore, 'readDescription'>;
  readonly lease: LeaseOptions;
  readonly events: WorkerEvents;
  /** Asks the worker that should upload to do so. */
  readonly askReplica: (artifact: StoredArtifact) => Promise<void>;
  /** Whether another worker that stays has all of it. */
  readonly hasOtherCopy: (artifact: StoredArtifact) => Promise<boolean>;
}

/** Whether a manifest is there is answered at once or not at all; an upload that takes longer than this is given up. */
const lookDeadlineMs = 10_000;
const uploadDeadlineMs = 3_600_000;

/**
 * Sees to it that what the policy wants is in the archive. It has no queue: it looks over the artifacts here, again and again,
 * and uploads one at a time what is wanted, not archived, and this worker's turn. So nothing is forgotten by a restart, a full
 * queue or an archive that was away.
 */
export class Archiver {
  readonly #options: ArchiverOptions;
  /** When this worker first saw that an artifact is wanted. */
  readonly #wantedSinceMs = new WeakMap<StoredArtifact, number>();
  /** Those that others asked for, and those whose copy is known to be in the archive. */
  readonly #asked = new WeakSet<StoredArtifact>();
  readonly #archived = new WeakSet<StoredArtifact>();
  readonly #closed = new AbortController();
  #underWay: { readonly videoId: bigint; readonly over: Promise<void> } | undefined;
  #round: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;
  #notBeforeMs = 0;

  constructor(options: ArchiverOptions) {
    this.#options = options;
  }

  /** Looks over the artifacts now, or when the look that is going on has ended. */
  wake(): void {
    if (this.#closed.signal.aborted || this.#options.policy === 'off') return;
    this.#again = true;
    if (!this.#running) this.#round = this.#run();
  }

  /** Another worker asks for an artifact that is played often. */
  want(artifact: StoredArtifact): void {
    this.#asked.add(artifact);
    this.wake();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closed.abort(new Error('the worker stops'));
    await this.#round;
  }

  /** Uploads what would leave with this worker: what is wanted at the latest now and nobody else has. Ends with the signal. */
  async leave(signal: AbortSignal): Promise<void> {
    await this.close();
    const { policy, hotPlays, hasOtherCopy } = this.#options;
    for (const artifact of this.#options.artifacts()) {
      if (signal.aborted) return;
      const facts = { plays: artifact.usage.plays, asked: this.#asked.has(artifact), leaving: true };
      if (!artifact.isComplete() || this.#archived.has(artifact) || !isWanted(policy, facts, hotPlays))
        continue;
      if (await hasOtherCopy(artifact)) continue;
      await this.#archive(artifact, signal);
    }
  }

  async #run(): Promise<void> {
    this.#running = true;
    clearTimeout(this.#timer);
    let nextMs = this.#options.sweepMs;
    try {
      while (this.#again && !this.#closed.signal.aborted) {
        this.#again = false;
        nextMs = await this.#lookOver();
      }
    } finally {
      this.#running = false;
      if (!this.#closed.signal.aborted) this.#timer = setTimeout(() => this.wake(), nextMs).unref();
    }
  }

  /** Uploads what is due. Returns when to look again, in ms. */
  async #lookOver(): Promise<number> {
    const { sweepMs, graceMs, view, lease } = this.#options;
    let nextMs = sweepMs;
    for (const artifact of this.#options.artifacts()) {
      const waitMs = this.#notBeforeMs - performance.now();
      if (waitMs > 0) return Math.min(nextMs, waitMs);
      if (this.#closed.signal.aborted) break;
      if (!this.#isWanted(artifact)) continue;
      const sinceMs = this.#wantedSinceMs.get(artifact) ?? performance.now();
      if (!this.#wantedSinceMs.has(artifact)) {
        this.#wantedSinceMs.set(artifact, sinceMs);
        if (this.#options.policy === 'hot' && !this.#asked.has(artifact))
          await this.#options.askReplica(artifact);
      }
      const dueInMs =
        sinceMs +
        uploadDelayMs(placeOf(lease.owner, view().owners(artifact.contentId)), graceMs) -
        performance.now();
      if (dueInMs > 0) nextMs = Math.min(nextMs, dueInMs);
      else await this.#archive(artifact, this.#closed.signal);
    }
    return nextMs;
  }

  #isWanted(artifact: StoredArtifact): boolean {
    const { policy, hotPlays } = this.#options;
    if (this.#archived.has(artifact) || !artifact.isComplete()) return false;
    const facts = { plays: artifact.usage.plays, asked: this.#asked.has(artifact), leaving: false };
    return isWanted(policy, facts, hotPlays);
  }

  /**
   * Resolves when nothing of a video is being put into the archive by this worker. Of one that was deleted nothing is begun after that:
   * each upload first looks whether its video is described. One that is under way soon fails, since its files go.
   * @throws the signal's reason
   */
  async uploaded(videoId: bigint, signal: AbortSignal): Promise<void> {
    const { over } = this.#underWay?.videoId === videoId ? this.#underWay : {};
    if (over !== undefined) await within(uploadDeadlineMs, signal, () => over);
  }

  /** Uploads an artifact unless it is archived, or another worker is at it. Never throws. */
  async #archive(artifact: StoredArtifact, signal: AbortSignal): Promise<void> {
    const over = this.#putThere(artifact, signal);
    this.#underWay = { videoId: videoIdOf(artifact.contentId), over };
    await over;
    this.#underWay = undefined;
  }

  async #putThere(artifact: StoredArtifact, signal: AbortSignal): Promise<void> {
    const { archive, events, retryMs, states } = this.#options;
    try {
      const isThere = await within(lookDeadlineMs, signal, (deadline) =>
        archive.contains(artifact.artifactId, deadline),
      );
      if (isThere) {
        if (!(await this.#keepDescription(artifact, signal))) return;
        // Killed behind the manifest, an upload leaves its state.
        await archive.abandonUpload(artifact.artifactId, states.pathOf(artifact.artifactId), signal);
      } else if (!(await this.#uploadUnderLease(artifact, signal))) return;
      this.#archived.add(artifact);
    } catch (error) {
      if (signal.aborted) return;
      if (isUnderstudyError(error, 'digest_mismatch')) events.mismatch(artifact, error);
      else {
        events.notArchived(artifact, error);
        this.#notBeforeMs = performance.now() + retryMs;
      }
    }
  }

  /** Of a copy that was archived under another content ID, or before there were descriptions. Whether there is one now. */
  async #keepDescription({ contentId, canonical }: StoredArtifact, signal: AbortSignal): Promise<boolean> {
    const { descriptions, metadata } = this.#options;
    const videoId = videoIdOf(contentId);
    return within(lookDeadlineMs, signal, async (deadline) => {
      if (await descriptions.has(videoId, deadline)) return true;
      if (!(await isKnownToBeDescribed(metadata, videoId))) return false;
      await descriptions.keep(videoId, canonical, deadline);
      return true;
    });
  }

  /** Returns whether it is archived now. */
  async #uploadUnderLease(artifact: StoredArtifact, signal: AbortSignal): Promise<boolean> {
    const { archive, descriptions, events, fingerprint, lease, states, metadata } = this.#options;
    const { artifactId, canonical } = artifact;
    const videoId = videoIdOf(artifact.contentId);
    // What was deleted while this worker was away is not brought back.
    if (!(await isKnownToBeDescribed(metadata, videoId))) return false;
    const asked = await acquireArchiveLease(lease, artifactId);
    if (asked.outcome !== 'held') return false;
    try {
      const startedAtMs = performance.now();
      events.archiving(artifact);
      const source = await localSource(artifact, fingerprint);
      const options = { ...this.#options.upload, statePath: states.pathOf(artifactId) };
      const either = AbortSignal.any([signal, asked.lease.signal]);
      await within(uploadDeadlineMs, either, async (deadline) => {
        await descriptions.keep(videoId, canonical, deadline);
        await archive.upload(source, options, deadline);
      });
      if (!(await isDescribed(metadata, videoId))) {
        await descriptions.remove(videoId, signal);
        await archive.remove(artifactId, source.digest, signal);
        return false;
      }
      events.archived(artifact, performance.now() - startedAtMs);
      return true;
    } finally {
      await asked.lease.release();
    }
  }
}

/** Not, when it was deleted. */
async function isDescribed(
  metadata: Pick<MetadataStore, 'readDescription'>,
  videoId: bigint,
): Promise<boolean> {
  try {
    return (await metadata.readDescription(videoId)) !== undefined;
  } catch (error) {
    if (isUnderstudyError(error, 'gone')) return false;
    throw error;
  }
}

/** The same; not, while the metadata store is away. */
async function isKnownToBeDescribed(
  metadata: Pick<MetadataStore, 'readDescription'>,
  videoId: bigint,
): Promise<boolean> {
  try {
    return await isDescribed(metadata, videoId);
  } catch (error) {
    if (isUnderstudyError(error, 'metadata_unavailable')) return false;
    throw error;
  }
}

/** Resolves when `isBusy` says no, or after `maxMs`: uploads wait for the generator, but not for ever. */
export async function whileBusy(isBusy: () => boolean, maxMs: number, signal: AbortSignal): Promise<void> {
  const giveUpAtMs = performance.now() + maxMs;
  while (isBusy() && performance.now() < giveUpAtMs)
    await sleep(100, undefined, { signal }).catch(() => signal.throwIfAborted());
}
