import { weightOf } from '@understudy/hash-ring';
import type { Member } from '@understudy/metadata-store';
import type { Upstream } from '../play/upstream.js';

/** What a worker said of its open responses is good for so long: one that nobody asks any more says nothing. */
const reportKeptMs = 5_000;
/** The sum is computed so often at most: it goes through all workers. */
const sumKeptMs = 20;

const nothing: Sum = { streams: 0, weight: 0, atMs: Number.NEGATIVE_INFINITY };

interface Load {
  readonly url: string;
  readonly weight: number;
  /** Responses that it has beside those of this router, by what it said last. */
  others: number;
  saidAtMs: number;
}

interface Sum {
  readonly streams: number;
  readonly weight: number;
  readonly atMs: number;
}

/**
 * How loaded each active worker is: the responses open there for its weight, those of this router counted and the others as the worker told with its last
 * answer. The first `freeStreams` of each are no load, so that with few players all are equal.
 */
export class WorkerLoads {
  readonly #freeStreams: number;
  readonly #now: () => number;
  readonly #loads = new Map<string, Load>();
  /** Responses that come through this router, by the URL of their worker: those of one that drains or is missing for a while are there when it is back. */
  readonly #own = new Map<string, number>();
  #sum: Sum = nothing;

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
      const { url } = member;
      const { others = 0, saidAtMs = 0 } = this.#loads.get(url) ?? {};
      this.#loads.set(url, { url, weight: weightOf(member), others, saidAtMs });
    }
    this.#sum = nothing;
  }

  /** Whether it takes part. */
  isKnown({ url }: Upstream): boolean {
    return this.#loads.has(url);
  }

  /** A response begins to come from it. Returns what to call, once, when it does so no more. */
  opened({ url }: Upstream): () => void {
    this.#own.set(url, this.#ownOf(url) + 1);
    return () => {
      const left = this.#ownOf(url) - 1;
      if (left > 0) this.#own.set(url, left);
      else this.#own.delete(url);
    };
  }

  /** A worker told with an answer how many responses are open there; whatever else it told means nothing. */
  said({ url }: Upstream, streams: string | undefined): void {
    const load = this.#loads.get(url);
    const count = Number(streams ?? Number.NaN);
    if (load === undefined || !Number.isSafeInteger(count) || count < 0) return;
    load.others = Math.max(0, count - this.#ownOf(url));
    load.saidAtMs = this.#now();
  }

  /** How near it is to being loaded: 1 where one more is load. */
  busynessOf({ url }: Upstream): number {
    const load = this.#loads.get(url);
    return load === undefined ? 0 : this.#streamsOf(load, this.#now()) / this.#freeStreams;
  }

  loadOf({ url }: Upstream): number {
    const load = this.#loads.get(url);
    if (load === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(this.#freeStreams, this.#streamsOf(load, this.#now())) / load.weight;
  }

  /** Whether with one response more it has no load, or at most `factor` times its part of all responses. */
  hasRoom({ url }: Upstream, factor: number): boolean {
    const load = this.#loads.get(url);
    if (load === undefined) return false;
    const nowMs = this.#now();
    const streams = this.#streamsOf(load, nowMs) + 1;
    if (streams <= this.#freeStreams) return true;
    const all = this.#all(nowMs);
    return streams <= factor * (all.streams + 1) * (load.weight / all.weight);
  }

  #all(nowMs: number): Sum {
    if (nowMs - this.#sum.atMs < sumKeptMs) return this.#sum;
    let streams = 0;
    let weight = 0;
    for (const load of this.#loads.values()) {
      streams += this.#streamsOf(load, nowMs);
      weight += load.weight;
    }
    this.#sum = { streams, weight, atMs: nowMs };
    return this.#sum;
  }

  #ownOf(url: string): number {
    return this.#own.get(url) ?? 0;
  }

  #streamsOf({ url, others, saidAtMs }: Load, nowMs: number): number {
    const own = this.#ownOf(url);
    return nowMs - saidAtMs < reportKeptMs ? own + others : own;
  }
}
