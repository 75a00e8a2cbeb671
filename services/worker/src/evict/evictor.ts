import { faultPoint } from '@understudy/fault-points';
import { videoIdOf } from '@understudy/metadata-store';
import type { WorkerEvents } from '../events.js';
import type { Victim } from './victims.js';

export interface EvictorOptions {
  /** The copies here, the one that was not used for longest first. */
  readonly victims: () => Victim[];
  /** How many other workers say that they have all of it; undefined when that cannot be found out. Never rejects. */
  readonly otherCopies: (victim: Victim) => Promise<number | undefined>;
  readonly isArchived: (artifactId: string) => Promise<boolean>;
  /** Takes this worker from the holders of it. False when the store does not say that it is done. */
  readonly dropHolder: (victim: Victim) => Promise<boolean>;
  /** Puts it there again. A store that is away is no error. */
  readonly recordHolder: (victim: Victim) => Promise<void>;
  /** False, and nothing happens, while it is in use. */
  readonly remove: (victim: Victim) => Promise<boolean>;
  readonly events: Pick<WorkerEvents, 'evicted' | 'evictionFailed' | 'evictionRefused'>;
}

/** Players wait for what is being evicted: after this long it goes on in the next round. */
const deadlineMs = 2_000;
/** Of what had to stay it is not asked again for this long. */
const keepMs = 60_000;

/**
 * Removes copies, the least recently used first.
 *
 * A last copy only goes when it is archived or can be generated again. Two workers must not both let go of a copy because the
 * other has it: each takes its own name from the holders before it asks who else there is. Of two who do so at once, the second
 * to take its name away finds no other, and keeps its copy.
 */
export class Evictor {
  readonly #options: EvictorOptions;
  /** Directories of what had to stay, and until when on the clock of `performance.now()`. */
  readonly #kept = new Map<string, number>();

  constructor(options: EvictorOptions) {
    this.#options = options;
  }

  /** Removes at least so many bytes, as far as there are any that may go, within a deadline. Never rejects. */
  async evict(bytes: number): Promise<void> {
    const startedAtMs = performance.now();
    let freed = 0;
    for (const victim of this.#options.victims()) {
      if (freed >= bytes || performance.now() - startedAtMs > deadlineMs) break;
      if ((this.#kept.get(victim.directory) ?? 0) > performance.now()) continue;
      this.#kept.delete(victim.directory);
      try {
        if (await this.#evictOne(victim)) freed += victim.bytes;
      } catch (error) {
        this.#options.events.evictionFailed(victim, error);
      }
    }
  }

  /**
   * Removes the copies of one video and its renditions now, by the same rules. Gives the bytes that were freed; undefined where there is
   * no copy, or all had to stay: in use, or the last and nobody could make it again.
   */
  async evictVideo(videoId: bigint): Promise<number | undefined> {
    let freed: number | undefined;
    for (const victim of this.#options.victims())
      if (videoIdOf(victim.contentId) === videoId && (await this.#evictOne(victim)))
        freed = (freed ?? 0) + victim.bytes;
    return freed;
  }

  async #evictOne(victim: Victim): Promise<boolean> {
    const { dropHolder, recordHolder } = this.#options;
    faultPoint('evict');
    const isDropped = await dropHolder(victim);
    try {
      return await this.#decide(victim, isDropped);
    } catch (error) {
      // It is still here, and nobody would find it.
      await recordHolder(victim);
      throw error;
    }
  }

  async #decide(victim: Victim, isDropped: boolean): Promise<boolean> {
    const { otherCopies, isArchived, recordHolder, remove, events } = this.#options;
    faultPoint('evict.dropped');
    // Somebody may count on us while our name stands there.
    const others = isDropped ? await otherCopies(victim) : undefined;
    const archived = await isArchived(victim.artifactId);
    const isLast = !archived && (others ?? 0) === 0;
    if (isLast && !victim.regenerable) {
      await recordHolder(victim);
      this.#kept.set(victim.directory, performance.now() + keepMs);
      events.evictionRefused(victim);
      return false;
    }
    if (!(await remove(victim))) {
      await recordHolder(victim);
      return false;
    }
    events.evicted(victim, { isLast, isCertain: others !== undefined });
    return true;
  }
}
