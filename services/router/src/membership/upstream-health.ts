import type { LivenessProbe } from '@understudy/peer-protocol';
import type { Upstream } from '../play/upstream.js';

export interface UpstreamHealthOptions {
  /** Whether the event loop at a URL turns; has deadlines of its own and never rejects. */
  readonly probe: Pick<LivenessProbe, 'isAlive' | 'retain'>;
  /** How often a worker that did not answer is asked whether it does again. */
  readonly intervalMs: number;
  readonly onChange: (upstream: Upstream, alive: boolean) => void;
}

/**
 * Which workers answer. Requests tell of most: one that answers is alive, one that cannot be reached is not. Only a worker
 * that nobody hears is probed, and one that failed until it answers again: what lives and works is left alone. A worker that is
 * late with a probe while it feeds a thousand other players is busy; leaving it would make the next one busy too.
 *
 * A worker is known by ID and URL together: restarted elsewhere, it is another.
 */
export class UpstreamHealth {
  readonly #options: UpstreamHealthOptions;
  readonly #failing = new Map<string, Upstream>();
  readonly #probes = new Map<string, Promise<boolean>>();
  /** When the last byte came from each worker that streams, on the clock of `performance.now()`. */
  readonly #heardAtMs = new Map<string, number>();
  /** Undefined before the first membership. */
  #members: ReadonlySet<string> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UpstreamHealthOptions) {
    this.#options = options;
  }

  /** As far as is known; a worker never heard of is taken for alive. */
  isAlive(upstream: Upstream): boolean {
    return !this.#failing.has(keyOf(upstream));
  }

  report(upstream: Upstream, alive: boolean): void {
    const key = keyOf(upstream);
    if (alive === !this.#failing.has(key)) return;
    // What was asked before it left would have it probed for good.
    if (!alive && this.#members?.has(key) === false) return;
    if (alive) this.#failing.delete(key);
    else this.#failing.set(key, upstream);
    this.#options.onChange(upstream, alive);
    this.#arm();
  }

  /** Notes that bytes came from a worker at a moment on the clock of `performance.now()`. */
  heard({ url }: Upstream, atMs: number): void {
    this.#heardAtMs.set(url, atMs);
  }

  /** Whether bytes came from the worker, on any stream, after a moment on that clock. */
  heardSince({ url }: Upstream, sinceMs: number): boolean {
    return (this.#heardAtMs.get(url) ?? Number.NEGATIVE_INFINITY) > sinceMs;
  }

  /** Asks a worker now; those who ask at the same time share one probe. */
  check(upstream: Upstream): Promise<boolean> {
    const key = keyOf(upstream);
    const running = this.#probes.get(key);
    if (running !== undefined) return running;
    const startedAtMs = performance.now();
    const probe = this.#options.probe.isAlive(upstream.url).then((answered) => {
      const alive = answered || this.heardSince(upstream, startedAtMs);
      this.#probes.delete(key);
      this.report(upstream, alive);
      return alive;
    });
    this.#probes.set(key, probe);
    return probe;
  }

  /** Forgets workers that are no members any more. */
  retain(upstreams: Iterable<Upstream>): void {
    const keys = new Set([...upstreams].map(keyOf));
    this.#members = keys;
    for (const key of this.#failing.keys()) if (!keys.has(key)) this.#failing.delete(key);
    const urls = new Set([...upstreams].map(({ url }) => url));
    for (const url of this.#heardAtMs.keys()) if (!urls.has(url)) this.#heardAtMs.delete(url);
    this.#options.probe.retain((url) => urls.has(url));
    this.#arm();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#failing.clear();
  }

  #arm(): void {
    if (this.#failing.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setInterval(() => {
      for (const upstream of this.#failing.values()) void this.check(upstream);
    }, this.#options.intervalMs);
  }
}

function keyOf({ id, url }: Upstream): string {
  return `${id} ${url}`;
}
