import { type Played, sha256 } from '../cluster/player.js';
import { manyProcesses } from './faults.js';
import type { KnownVideo } from './known-videos.js';
import { inWords, seconds, type Timeline } from './timeline.js';

/** What a player asked for, and when. */
export interface Asked {
  readonly video: KnownVideo;
  /** `video.mp4`, `index.m3u8`, `init.mp4`, `0.m4s`. */
  readonly resource: string;
  /** Its place among the routers. */
  readonly router: number;
  readonly fromMs: number;
  /** First and last byte, both included. */
  readonly range?: readonly [number, number];
}

/** So long after the metadata store was away a worker may not have heard of it, and so long before it a copy may not be complete. */
const aroundMs = 5_000;

export interface VerdictsOptions {
  readonly timeline: Timeline;
  readonly evicts: boolean;
  readonly isArchived: (etag: string) => Promise<boolean>;
}

/** Judges every answer that a player got by what is promised. */
export class Verdicts {
  /** What broke a promise, with what was wrong at that time. */
  readonly violations: string[] = [];
  /** How often each kind of answer came. */
  readonly counts = new Map<string, number>();
  longestFirstByteMs = 0;
  longestSilenceMs = 0;
  readonly #timeline: Timeline;
  readonly #evicts: boolean;
  readonly #isArchived: (etag: string) => Promise<boolean>;

  /** Where workers evict, a video may have no copy that is not archived yet. */
  constructor({ timeline, evicts, isArchived }: VerdictsOptions) {
    this.#timeline = timeline;
    this.#evicts = evicts;
    this.#isArchived = isArchived;
  }

  count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  violation(what: string, fromMs: number): void {
    const toMs = this.#timeline.nowMs();
    const met = this.#timeline.between(fromMs - aroundMs, toMs).map(inWords);
    const violation = `${seconds(fromMs)}-${seconds(toMs)} s: ${what} (${met.join(', ')})`;
    this.violations.push(violation);
    console.info(violation);
  }

  inWords(): string {
    const counts = [...this.counts].sort().map(([kind, count]) => `${count} × ${kind}`);
    const waits = `first byte after ${Math.round(this.longestFirstByteMs)} ms at most, longest silence ${Math.round(this.longestSilenceMs)} ms`;
    return `${counts.join(', ')}; ${waits}`;
  }

  async judge(asked: Asked, played: Played): Promise<void> {
    const { video, resource, fromMs } = asked;
    const { status, whole, body, headers } = played;
    const name = nameOf(asked);
    const deleted = video.deletingAtMs !== undefined;
    this.count(`${resource.replace(/^\d+/, 'k')} ${status}${whole ? '' : ' cut'}`);
    if (status === 410) {
      if (!deleted) this.violation(`${name}: 410, and nobody deleted it`, fromMs);
    } else if (video.deletedAtMs !== undefined && fromMs > video.deletedAtMs) {
      this.violation(`${name}: ${status}, and it was deleted at ${seconds(video.deletedAtMs)} s`, fromMs);
    } else if (status === 503 && headers['retry-after'] !== undefined) {
      if (!deleted && !(await this.#isExcused(video, fromMs)))
        this.violation(`${name}: 503 ${body} after ${Math.round(played.firstByteMs)} ms`, fromMs);
    } else if (status === 507 && this.#evicts) {
      // All that fits is being played or made: counted above.
    } else if (status !== 200 && status !== 206) {
      this.violation(`${name}: ${status} ${body.subarray(0, 300)}`, fromMs);
    } else {
      this.#compare(asked, played);
      if (!whole && !deleted && !this.#diedWithRouter(asked) && !(await this.#isExcused(video, fromMs)))
        this.violation(`${name}: cut after ${body.length} bytes`, fromMs);
      this.longestFirstByteMs = Math.max(this.longestFirstByteMs, played.firstByteMs);
      this.longestSilenceMs = Math.max(this.longestSilenceMs, played.longestSilenceMs);
    }
  }

  /** Nobody answered, or the connection broke before the head. */
  judgeNoAnswer(asked: Asked, error: Error): void {
    this.count('no answer');
    if (!this.#diedWithRouter(asked)) this.violation(`${nameOf(asked)}: ${error.message}`, asked.fromMs);
  }

  /** What a router's process sends ends with it. */
  #diedWithRouter({ router, fromMs }: Asked): boolean {
    const met = this.#timeline.between(fromMs, this.#timeline.nowMs());
    return router === manyProcesses && met.some(({ fault }) => fault === 'router process killed');
  }

  /** Without the metadata store nobody can tell how to make what nobody has, or what all who had it have lost. */
  async #isExcused(video: KnownVideo, fromMs: number): Promise<boolean> {
    const toMs = this.#timeline.nowMs();
    const away = this.#timeline
      .between(fromMs - aroundMs, toMs)
      .find(({ fault }) => fault.startsWith('Redis'));
    if (away === undefined) return false;
    const archiveFailed = this.#timeline
      .between(fromMs - aroundMs, toMs)
      .some(({ fault }) => fault.startsWith('archive'));
    if (video.etag !== undefined && !archiveFailed && (await this.#isArchived(video.etag))) return false;
    if (this.#evicts || (video.completeAtMs ?? toMs) > away.fromMs - aroundMs) return true;
    const lost = this.#timeline.between(away.fromMs - 2 * aroundMs, toMs);
    return lost.reduce((sum, { copiesAway }) => sum + copiesAway, 0) >= 2;
  }

  /** Also of a response that was cut: what came is right as far as it goes. */
  #compare(asked: Asked, { status, whole, body, headers }: Played): void {
    const { video, resource, fromMs } = asked;
    if (resource === 'video.mp4') {
      if (whole && status === 200 && video.bytes === undefined) {
        video.bytes = body;
        video.etag = headers.etag;
        video.completeAtMs = this.#timeline.nowMs();
      }
      const [first, last] = shown(headers['content-range']) ?? [0, (video.bytes?.length ?? body.length) - 1];
      const expected = video.bytes?.subarray(first, last + 1);
      const isRight = whole ? expected?.equals(body) : expected?.subarray(0, body.length).equals(body);
      if (isRight === false) this.violation(`${nameOf(asked)}: other bytes, ${body.length}`, fromMs);
    } else if (whole) {
      const digest = sha256(body);
      const before = video.digests.get(resource) ?? digest;
      video.digests.set(resource, digest);
      if (digest !== before) this.violation(`${nameOf(asked)}: other bytes, ${body.length}`, fromMs);
    }
  }
}

function nameOf({ video, resource, range }: Asked): string {
  return [video.title, video.id, resource, ...(range ?? [])].join(' ');
}

/** First and last byte of a Content-Range. What is being made again may show less than was asked for. */
function shown(contentRange: string | undefined): [number, number] | undefined {
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(contentRange ?? '') ?? [];
  return first === undefined ? undefined : [Number(first), Number(last)];
}
