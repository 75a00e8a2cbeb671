import type { ArtifactStatus } from '@understudy/peer-protocol';
import type { ArtifactStatuses } from '../membership/artifact-statuses.js';
import type { Upstream } from '../play/upstream.js';

/** A copy that has come is used after so long at most, and those that there are asked about again. */
const askEveryMs = 1_000;
/** What workers said is good for so long: after that it is as if they had said nothing. */
const keptMs = 5_000;
/** Videos whose copies are known, and about which workers are being asked. Of more than that nothing is known, and their masters give them. */
const rememberedMost = 1_000;
const askedAtOnceMost = 32;

interface Known {
  /** URLs of the workers that have a complete copy, all of the same bytes. */
  readonly urls: ReadonlySet<string>;
  readonly askedAtMs: number;
}

/**
 * Which workers have complete copies of the videos that several players have open. Nobody waits for it: what is not known, or was said too long ago, is asked
 * for meanwhile.
 */
export class KnownCopies {
  readonly #statuses: Pick<ArtifactStatuses, 'ask'>;
  readonly #now: () => number;
  /** That which was asked about longest ago first. */
  readonly #known = new Map<bigint, Known>();
  readonly #asking = new Set<bigint>();

  constructor(statuses: Pick<ArtifactStatuses, 'ask'>, now: () => number = () => performance.now()) {
    this.#statuses = statuses;
    this.#now = now;
  }

  /** Undefined while nothing is known; `candidates` are asked then. */
  of(contentId: bigint, candidates: readonly Upstream[]): ReadonlySet<string> | undefined {
    const known = this.#known.get(contentId);
    const ageMs = this.#now() - (known?.askedAtMs ?? Number.NEGATIVE_INFINITY);
    if (ageMs >= askEveryMs) void this.#ask(contentId, candidates);
    return ageMs < keptMs ? known?.urls : undefined;
  }

  /** Never rejects. */
  async #ask(contentId: bigint, candidates: readonly Upstream[]): Promise<void> {
    if (this.#asking.has(contentId) || this.#asking.size >= askedAtOnceMost) return;
    this.#asking.add(contentId);
    const askedAtMs = this.#now();
    const isFirst = !this.#known.has(contentId);
    const statuses: (ArtifactStatus | undefined)[] = candidates.map(() => undefined);
    const note = () => this.#note(contentId, { urls: completeAmong(candidates, statuses), askedAtMs });
    await Promise.all(
      candidates.map(async (each, index) => {
        statuses[index] = await this.#statuses.ask(each, contentId);
        // One that is stopped says nothing until its deadline, and a crowd may be coming.
        if (isFirst) note();
      }),
    );
    this.#asking.delete(contentId);
    note();
  }

  #note(contentId: bigint, known: Known): void {
    this.#known.delete(contentId);
    this.#known.set(contentId, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > rememberedMost && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Those that have all of the same artifact as the first that has all of one: of two versions of a generator each makes its own. */
function completeAmong(
  candidates: readonly Upstream[],
  statuses: readonly (ArtifactStatus | undefined)[],
): ReadonlySet<string> {
  const first = statuses.find((status) => status?.complete === true);
  const isSame = (status: ArtifactStatus | undefined) =>
    status?.complete === true && status.artifactId === first?.artifactId;
  return new Set(candidates.filter((_, index) => isSame(statuses[index])).map(({ url }) => url));
}
