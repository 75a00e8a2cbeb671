import type { PlayRequest } from '../play/decode-request.js';
import type { Upstream } from '../play/upstream.js';
import type { KnownCopies } from './known-copies.js';
import { pickCopy } from './pick-copy.js';
import type { WorkerLoads } from './worker-loads.js';

export interface SpreadOptions {
  readonly loads: WorkerLoads;
  readonly copies: KnownCopies;
  /** A worker with more than so many times the mean load is passed over. */
  readonly loadFactor: number;
  readonly isAlive: (upstream: Upstream) => boolean;
  /** Who has no copy cannot fill itself without the metadata store, where it does not know the description either. */
  readonly mayFill: () => boolean;
  readonly onSpread: (isSpilled: boolean) => void;
  readonly random?: () => number;
}

/** A worker is half way to being loaded when it is found out who has copies, so that it is known when it is. */
const looksFrom = 0.5;

/** What every complete copy gives alike. Pictures are not always beside it. */
const spreadParts = /^(?:video\.mp4|index\.m3u8|init\.mp4|\d+\.m4s)$/;

/**
 * Spreads the responses of one video over its complete copies. It changes nothing where the worker that would be asked anyway is not loaded, or nobody else has
 * the video open through this router, or no complete copy is known: so what is being made is asked of its master, and is made once.
 */
export class Spread {
  readonly #options: SpreadOptions;
  /** Responses open now, by content ID. */
  readonly #open = new Map<bigint, number>();

  constructor(options: SpreadOptions) {
    this.#options = options;
  }

  /** An attempt to get a response from `upstream` begins. Returns what to call, once, when it has ended. */
  opened(upstream: Upstream, contentId: bigint): () => void {
    const closeLoad = this.#options.loads.opened(upstream);
    this.#open.set(contentId, (this.#open.get(contentId) ?? 0) + 1);
    return () => {
      closeLoad();
      const left = (this.#open.get(contentId) ?? 1) - 1;
      if (left > 0) this.#open.set(contentId, left);
      else this.#open.delete(contentId);
    };
  }

  /** The worker to ask in place of `preferred`, which is the first that is left of the preference list. `failed` are IDs. */
  choose(
    preferred: Upstream,
    { contentId, part, method }: Pick<PlayRequest, 'contentId' | 'part' | 'method'>,
    candidates: readonly Upstream[],
    failed: ReadonlySet<string>,
  ): Upstream {
    const { loads, copies, loadFactor, isAlive, mayFill, onSpread, random = Math.random } = this.#options;
    const busyness = loads.busynessOf(preferred);
    if (busyness < looksFrom || !this.#open.has(contentId)) return preferred;
    if (method !== 'GET' || !spreadParts.test(part)) return preferred;
    const active = candidates.filter((each) => loads.isKnown(each));
    const left = active.filter((each) => !failed.has(each.id) && isAlive(each));
    if (left.length < 2) return preferred;
    // What is known of a video is every request's: who failed for this one may still have a copy for others.
    const urls = copies.of(contentId, active);
    if (busyness < 1 || urls === undefined || urls.size === 0) return preferred;
    const hasCopy = ({ url }: Upstream) => urls.has(url);
    const picked = pickCopy({
      candidates: mayFill() ? left : left.filter(hasCopy),
      hasCopy,
      loadOf: (each) => loads.loadOf(each),
      hasRoom: (each) => loads.hasRoom(each, loadFactor),
      random,
    });
    if (picked === undefined) return preferred;
    if (picked.upstream !== preferred) onSpread(picked.isSpilled);
    return picked.upstream;
  }
}
