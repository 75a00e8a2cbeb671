import { isUnderstudyError } from '@understudy/errors';
import type { MetadataStore, ReplicationChoice, ReplicationMeans } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';
import type { Production } from '../produce/production.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { isReplicated } from './is-replicated.js';

export interface ReplicationOptions {
  readonly metadata: Pick<MetadataStore, 'readReplication'>;
  /** What holds while nobody has set anything for the cluster. */
  readonly fallback: ReplicationChoice;
  readonly pollIntervalMs: number;
  readonly hotPlays: number;
  readonly hotWindowMs: number;
  readonly hotGeneratedMs: number;
  readonly view: () => MembershipView;
  /** Those that were begun, by content ID. */
  readonly productions: ReadonlyMap<bigint, Pick<Production, 'interests' | 'replicas'>>;
  /** Told when another policy holds: all copies are to be looked at again. */
  readonly onChanged: () => void;
  readonly events: Pick<WorkerEvents, 'replicationSet' | 'metadataReachable'>;
}

/** Which videos are to have a second copy, and how it comes about: what the cluster has set, read again and again. */
export class ReplicationPolicies {
  readonly #options: ReplicationOptions;
  #choice: ReplicationChoice;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #closed = false;

  constructor(options: ReplicationOptions) {
    this.#options = options;
    this.#choice = options.fallback;
  }

  /** What holds now; what held last while the metadata store is away. */
  get choice(): ReplicationChoice {
    return this.#choice;
  }

  get by(): ReplicationMeans {
    return this.#choice.by;
  }

  /** Whether a video may come to need a second copy by being played: the copies of all others are seen to wherever they lie. */
  get followsUse(): boolean {
    return this.#choice.policy === 'hot' || this.#choice.policy === 'deploy';
  }

  /** Whether `artifact` is to have a second copy. What its description asks for counts more than what the cluster has set. */
  applies({ contentId, description, usage }: StoredArtifact): boolean {
    const { hotPlays, hotWindowMs, hotGeneratedMs, productions, view } = this.#options;
    return isReplicated(
      description.replication ?? this.#choice.policy,
      {
        isPlayed: (productions.get(contentId)?.interests.size ?? 0) > 0,
        recentPlays: usage.playsSince(Date.now() - hotWindowMs),
        generatedMs: usage.generatedMs,
        someoneDrains: view().members.some(({ state }) => state === 'draining'),
      },
      { plays: hotPlays, generatedMs: hotGeneratedMs },
    );
  }

  /** Whether a video may have copies because many ask for it: not where none was to have a second one. */
  mayHaveCopies({ description }: StoredArtifact): boolean {
    return (description.replication ?? this.#choice.policy) !== 'never';
  }

  /** Sees to second copies of all that is being played, as far as the policy wants them: at once, and at full speed. */
  replicatePlayed(): void {
    for (const { interests, replicas } of this.#options.productions.values())
      if (interests.size > 0) replicas.start();
  }

  /** The membership is another one: somebody may be about to go. */
  membershipChanged(): void {
    if (this.followsUse) this.replicatePlayed();
  }

  /** Begins to read what the cluster has set. */
  start(): void {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
      if (!this.#closed) this.#timer = setTimeout(() => this.start(), this.#options.pollIntervalMs);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { metadata, fallback, onChanged, events } = this.#options;
    try {
      const { choice = fallback } = await metadata.readReplication();
      const isNews = choice.policy !== this.#choice.policy || choice.by !== this.#choice.by;
      this.#choice = choice;
      if (!isNews || this.#closed) return;
      events.replicationSet(choice);
      this.replicatePlayed();
      onChanged();
    } catch (error) {
      // The store tells of its absence itself.
      if (!isUnderstudyError(error, 'metadata_unavailable')) events.metadataReachable(false, error);
    }
  }
}
