import { weightOf } from '@understudy/hash-ring';
import type { Member } from '@understudy/metadata-store';
import type { Upstream } from '../play/upstream.js';

/** What a worker said of its open responses is good for so long: one that nobody asks any more says nothing. */
const reportKeptMs = 5_000;
/** The mean is computed so often at most: it goes through all workers. */
const meanKeptMs = 20;

interface Load {
  readonly weight: number;
  /** Responses that come from it through this router. */
  own: number;
  /** Those that it has beside them, by what it said last. */
  others: number;
  saidAtMs: number;
}

/**
 * How loaded each active worker is: the responses open there for its weight, those of this router counted and the others as the worker told with its last
 * answer. The first `freeStreams` of each are no load, so that with few players all are equal.
 */
export class WorkerLoads {
  readonly #freeStreams: number;
  readonly #now: () => number;
  readonly #loads = new Map<string, Load>();
  #mean = { load: 0, atMs: Number.NEGATIVE_INFINITY };

  constructor(freeStreams: number, now: () => number = () => performance.now()) {
    this.#freeStreams = freeStreams;
    this.#now = now;
  }

  /** The workers that take part: those that drain do not. */
  retain(members: readonly Member[]): void {
    const active = members.filter(({ state }) => state === 'active');
    const urls = new Set(active.map(({ url }) => url));
    for (const url of this.#loads.keys()) if (!urls.has(url)) this.#loads.delete(url);
    for (const member of active) {
      const { own = 0, others = 0, saidAtMs = 0 } = this.#loads.get(member.url) ?? {};
      this.#loads.set(member.url, { weight: weightOf(member), own, others, saidAtMs });
    }
    this.#mean.atMs = Number.NEGATIVE_INFINITY;
  }

  /** Whether it takes part. */
  isKnown({ url }: Upstream): boolean {
    return this.#loads.has(url);
  }

  /** A response begins to come from it. Returns what to call, once, when it does so no more. */
  opened({ url }: Upstream): () => void {
    const load = this.#loads.get(url);
    if (load === undefined) return () => {};
    load.own += 1;
    return () => {
      // Its weight may have changed meanwhile, and with it the object.
      const now = this.#loads.get(url);
      if (now !== undefined && now.own > 0) now.own -= 1;
    };
  }

  /** A worker told with an answer how many responses are open there; whatever else it told means nothing. */
  said({ url }: Upstream, streams: string | undefined): void {
    const load = this.#loads.get(url);
    const count = Number(streams ?? Number.NaN);
    if (load === undefined || !Number.isSafeInteger(count) || count < 0) return;
    load.others = Math.max(0, count - load.own);
    load.saidAtMs = this.#now();
  }

  /** Whether more is open there than what is no load. */
  isLoaded({ url }: Upstream): boolean {
    const load = this.#loads.get(url);
    return load !== undefined && this.#streamsOf(load, this.#now()) > this.#freeStreams;
  }

  loadOf({ url }: Upstream): number {
    const load = this.#loads.get(url);
    if (load === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(this.#freeStreams, this.#streamsOf(load, this.#now())) / load.weight;
  }

  /** That of all workers together, for all their weight. */
  get mean(): number {
    const nowMs = this.#now();
    if (nowMs - this.#mean.atMs < meanKeptMs) return this.#mean.load;
    let streams = 0;
    let weight = 0;
    for (const load of this.#loads.values()) {
      streams += Math.max(this.#freeStreams, this.#streamsOf(load, nowMs));
      weight += load.weight;
    }
    this.#mean = { load: weight === 0 ? 0 : streams / weight, atMs: nowMs };
    return this.#mean.load;
  }

  #streamsOf({ own, others, saidAtMs }: Load, nowMs: number): number {
    return nowMs - saidAtMs < reportKeptMs ? own + others : own;
  }
}
