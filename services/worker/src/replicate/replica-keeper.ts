import { isUnderstudyError } from '@understudy/errors';
import { artifactPath } from '@understudy/peer-protocol';
import type { ProductionContext } from '../produce/production-context.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { ReplicaLag } from './replica-lag.js';

/** How long a worker that agreed to be the replica may take until it reads the feed, and how often that is looked at. */
const checkIntervalMs = 250;
/** How often the others are asked in turn once nothing more is generated, before it is given up. */
const roundsWhenDone = 3;

/**
 * Keeps one other worker following what is generated here: asks the first of the preference list that lives, and the next
 * when it goes. Ends when a follower has everything.
 */
export class ReplicaKeeper {
  readonly #artifact: StoredArtifact;
  readonly #context: ProductionContext;
  readonly #isGenerating: () => boolean;
  readonly #onLeft: () => void;
  readonly lag = new ReplicaLag();
  /** Feeds being read now, by follower. */
  readonly #following = new Map<string, number>();
  #replicated = false;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #asked = 0;
  #asksWhenDone = 0;

  /** `onLeft` is told when nobody reads a feed any more. */
  constructor(
    artifact: StoredArtifact,
    context: ProductionContext,
    { isGenerating, onLeft }: { isGenerating: () => boolean; onLeft: () => void },
  ) {
    this.#artifact = artifact;
    this.#context = context;
    this.#isGenerating = isGenerating;
    this.#onLeft = onLeft;
  }

  /** How many workers read the feed now. */
  get followers(): number {
    return this.#following.size;
  }

  /** A worker began to read the feed. Returns what to call when it ends. */
  followerCame(follower: string): (complete: boolean) => void {
    this.#following.set(follower, (this.#following.get(follower) ?? 0) + 1);
    return (complete) => {
      const left = (this.#following.get(follower) ?? 1) - 1;
      if (left > 0) this.#following.set(follower, left);
      else this.#following.delete(follower);
      if (complete) this.#replicated = true;
      else if (this.#timer !== undefined) void this.#check();
      if (this.#following.size === 0) this.#onLeft();
    };
  }

  /** Begins to see to a replica, if that is the policy. */
  start(): void {
    if (this.#context.replication === 'never' || this.#timer !== undefined || this.#replicated) return;
    this.#asksWhenDone = 0;
    this.#timer = setInterval(() => void this.#check(), checkIntervalMs);
    void this.#check();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #check(): Promise<void> {
    if (this.#replicated || (!this.#isGenerating() && !this.#artifact.isComplete())) return this.close();
    if (this.#following.size > 0 || this.#asking) return;
    this.#asking = true;
    try {
      await this.#askNext();
    } finally {
      this.#asking = false;
    }
  }

  /** Asks one worker per check, so that one which agrees has until the next check to come. */
  async #askNext(): Promise<void> {
    const { view, client, limits, events, selfUrl } = this.#context;
    const others = view().othersInOrder(this.#artifact.contentId);
    if (!this.#isGenerating()) this.#asksWhenDone += 1;
    if (this.#asksWhenDone > others.length * roundsWhenDone) {
      events.notReplicated(this.#artifact);
      return this.close();
    }
    const other = others[this.#asked % Math.max(1, others.length)];
    this.#asked += 1;
    if (other === undefined) return;
    try {
      await client.json({
        method: 'POST',
        url: other.url,
        path: artifactPath(this.#artifact.contentId, 'follow'),
        json: { url: selfUrl(), description: this.#artifact.canonical },
        headTimeoutMs: limits.probeTimeoutMs,
      });
    } catch (error) {
      if (!isUnderstudyError(error)) throw error;
      events.replicaRefused(this.#artifact, other.id, error);
    }
  }
}
