import { isUnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import { artifactPath, type FollowRequest } from '@understudy/peer-protocol';
import { askStatus } from '../membership/ask-status.js';
import type { ProductionContext } from '../produce/production-context.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { ReplicaLag } from './replica-lag.js';

/** How long a worker that agreed to be the replica may take until it reads the feed, and how often that is looked at. */
const checkIntervalMs = 250;
/** After all have refused: a worker that is full or alone is so for longer than a check. */
const restMs = 1_000;
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
  readonly lag: ReplicaLag;
  /** Feeds being read now, by follower. */
  readonly #following = new Map<string, number>();
  #replicated = false;
  /** The worker that generates it too, instead of reading a feed, and when it is asked how far it is. */
  #parallel: { readonly worker: Member; askAtMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #restUntilMs = 0;
  #asked = 0;
  #asksWhenDone = 0;

  /** `onLeft` is told when nobody reads a feed any more. */
  constructor(
    artifact: StoredArtifact,
    context: ProductionContext,
    { isGenerating, onLeft }: { isGenerating: () => boolean; onLeft: () => void },
  ) {
    this.#artifact = artifact;
    this.lag = new ReplicaLag(() => artifact.storedBytes());
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

  /** Begins to see to a replica; while the policy wants none, it is looked at again for as long as the video is made. */
  start(): void {
    if (this.#timer !== undefined || this.#replicated) return;
    this.#asksWhenDone = 0;
    this.#timer = setInterval(() => void this.#check(), checkIntervalMs);
    void this.#check();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #check(): Promise<void> {
    const isWanted = this.#context.replication.applies(this.#artifact);
    const isWorthIt = this.#isGenerating() || (isWanted && this.#artifact.isComplete());
    if (this.#replicated || !isWorthIt) return this.close();
    if (!isWanted || this.#following.size > 0 || this.#asking || performance.now() < this.#restUntilMs)
      return;
    this.#asking = true;
    try {
      if (this.#parallel === undefined) await this.#askInTurn();
      else await this.#lookAt(this.#parallel);
    } finally {
      this.#asking = false;
    }
  }

  /**
   * Asks the others in turn until one agrees, which then has until the next check to come: what is made without a replica would be
   * made again. When all have refused, they are left alone for a while.
   */
  async #askInTurn(): Promise<void> {
    const { view, events } = this.#context;
    const others = view().othersInOrder(this.#artifact.contentId);
    for (let tries = 0; tries < others.length; tries += 1) {
      if (!this.#isGenerating()) this.#asksWhenDone += 1;
      if (this.#asksWhenDone > others.length * roundsWhenDone) {
        events.notReplicated(this.#artifact);
        this.close();
        return;
      }
      const other = others[this.#asked % others.length] as Member;
      this.#asked += 1;
      if (await this.#ask(other)) return;
      if (this.#timer === undefined || this.#following.size > 0) return;
    }
    this.#restUntilMs = performance.now() + restMs;
  }

  /** Whether the one that generates it too has all of it by now, or does no more. */
  async #lookAt(parallel: { readonly worker: Member; askAtMs: number }): Promise<void> {
    if (performance.now() < parallel.askAtMs) return;
    parallel.askAtMs = performance.now() + restMs;
    const { client, limits } = this.#context;
    const status = await askStatus(
      client,
      parallel.worker.url,
      this.#artifact.contentId,
      limits.probeTimeoutMs,
    );
    if (status?.complete === true) this.#replicated = true;
    else if (status?.generating !== true) this.#parallel = undefined;
  }

  async #ask(member: Member): Promise<boolean> {
    const { id, url } = member;
    const { client, limits, events, selfUrl, replication, generator } = this.#context;
    // Only what comes out the same can be made twice; and what is complete is there to be copied.
    const isParallel =
      replication.by === 'generate' && generator.resumable === 'byte' && this.#isGenerating();
    try {
      await client.json({
        method: 'POST',
        url,
        path: artifactPath(this.#artifact.contentId, 'follow'),
        json: {
          url: selfUrl(),
          description: this.#artifact.canonical,
          ...(isParallel && { by: 'generate' }),
        } satisfies FollowRequest,
        headTimeoutMs: limits.probeTimeoutMs,
      });
      if (isParallel) this.#parallel = { worker: member, askAtMs: performance.now() + restMs };
      return true;
    } catch (error) {
      if (!isUnderstudyError(error)) throw error;
      events.replicaRefused(this.#artifact, id, error);
      return false;
    }
  }
}
