import type { Played } from '../cluster/player.js';
import type { KnownVideo } from './known-video.js';
import { brokenRouter } from './stage.js';
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
  /** The player went before the end. */
  readonly left?: boolean;
}

export interface VerdictsOptions {
  readonly timeline: Timeline;
  /** Whether workers evict: then a video may have no copy that is not archived yet. */
  readonly evicts: boolean;
  /** Whether playback is signed: then a token leads to where the playlist and its segments are for a time. */
  readonly signed: boolean;
  readonly isArchived: (etag: string) => Promise<boolean>;
}

/** A router goes on trying for so long (`UNDERSTUDY_FAILOVER_DEADLINE_MS`). */
const failoverDeadlineMs = 30_000;
/** A copy may not be complete, or archived, when its store goes away so soon. */
const justMadeMs = 5_000;

/** Judges every answer by what is promised. */
export class Verdicts {
  /** What broke a promise, with what was wrong at that time. */
  readonly violations: string[] = [];
  /** How often each kind of answer came. */
  readonly counts = new Map<string, number>();
  readonly #options: VerdictsOptions;
  #longestFirstByteMs = 0;
  #longestSilenceMs = 0;

  constructor(options: VerdictsOptions) {
    this.#options = options;
  }

  async judge(asked: Asked, played: Played): Promise<void> {
    const { video, resource, fromMs, left = false } = asked;
    const { status, whole, body, headers } = played;
    this.count(`${resource.replace(/^\d+/, 'k')} ${status}${whole ? '' : left ? ' left' : ' cut'}`);
    const isDeleting = video.deletingAtMs !== undefined;
    if (status === 410) {
      if (!isDeleting) this.#violation(asked, '410, and nobody deleted it');
    } else if (status === 503 && headers['retry-after'] !== undefined) {
      // Who has not heard of a deletion yet may look for what is gone already; later it is as with any refusal.
      const isGoing = isDeleting && video.deletedAtMs === undefined;
      const isExcused = isDeleting ? this.#storeWasAway(fromMs) : await this.#isExcused(video, fromMs);
      if (!isGoing && !isExcused)
        this.#violation(asked, `503 ${body} after ${Math.round(played.firstByteMs)} ms`);
    } else if (video.deletedAtMs !== undefined && fromMs > video.deletedAtMs) {
      this.#violation(asked, `${status}, and it was deleted at ${seconds(video.deletedAtMs)} s`);
    } else if (status === 507 && this.#options.evicts) {
      // All that fits is being played or made.
    } else if (status === 302 && this.#options.signed && resource === 'index.m3u8') {
      // What comes of that is asked for, and judged, next.
    } else if (status !== 200 && status !== 206) {
      this.#violation(asked, `${status} ${body.subarray(0, 300)}`);
    } else {
      this.#compare(asked, played);
      this.#noteWaits(played);
      if (!whole && !left && !isDeleting && !this.#diedWithRouter(asked)) {
        const nowMs = this.#options.timeline.nowMs();
        if (!(await this.#isExcused(video, Math.max(fromMs, nowMs - failoverDeadlineMs))))
          this.#violation(asked, `cut after ${body.length} bytes`);
      }
    }
  }

  /** Nobody answered, or the connection broke before the head. */
  judgeNoAnswer(asked: Asked, error: Error): void {
    this.count('no answer');
    if (!this.#diedWithRouter(asked)) this.#violation(asked, error.message);
  }

  /** Another answer to creating or deleting than that it is done: only while the metadata store or the catalog is away, and for a moment. */
  judgeRefusal(what: string, { status, headers }: Response, body: string, fromMs: number): void {
    const isExcused = this.#storeWasAway(fromMs) || this.#wasFelt(/^catalog/, fromMs);
    if (status !== 503 || headers.get('retry-after') === null || !isExcused)
      this.violation(`${what}: ${status} ${body}`, fromMs);
  }

  violation(what: string, fromMs: number): void {
    const { timeline } = this.#options;
    const toMs = timeline.nowMs();
    const felt = timeline.between(fromMs, toMs).map(inWords).join(', ');
    const violation = `${seconds(fromMs)}-${seconds(toMs)} s: ${what} (${felt})`;
    this.violations.push(violation);
    console.info(violation);
  }

  count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  inWords(): string {
    const counts = [...this.counts].sort().map(([kind, count]) => `${count} × ${kind}`);
    const waits = `first byte after ${Math.round(this.#longestFirstByteMs)} ms at most, longest silence ${Math.round(this.#longestSilenceMs)} ms`;
    return `${counts.join(', ')}; ${waits}`;
  }

  #violation({ video, resource, range, fromMs }: Asked, what: string): void {
    const name = [video.title, video.id, resource, ...(range ?? [])].join(' ');
    this.violation(`${name}: ${what}`, fromMs);
  }

  #wasFelt(name: RegExp, fromMs: number): boolean {
    const { timeline } = this.#options;
    return timeline.between(fromMs, timeline.nowMs()).some(({ fault }) => name.test(fault));
  }

  #storeWasAway(fromMs: number): boolean {
    return this.#storeSpell(fromMs) !== undefined;
  }

  #storeSpell(fromMs: number) {
    const { timeline } = this.#options;
    return timeline.between(fromMs, timeline.nowMs()).find(({ fault }) => fault.startsWith('Redis'));
  }

  /**
   * Without the metadata store nobody can tell how to make what nobody has, or what all who had it have lost; and a worker that was
   * started meanwhile does not ask the archive.
   */
  async #isExcused(video: KnownVideo, fromMs: number): Promise<boolean> {
    const { timeline, evicts, isArchived } = this.#options;
    const away = this.#storeSpell(fromMs);
    if (away === undefined) return false;
    const felt = timeline.between(fromMs, timeline.nowMs());
    const mayAskArchive = !felt.some(({ fault }) => /^(archive|all workers)/.test(fault));
    const excused =
      !(mayAskArchive && video.etag !== undefined && (await isArchived(video.etag))) &&
      (evicts ||
        (video.completeAtMs ?? Number.POSITIVE_INFINITY) > away.fromMs - justMadeMs ||
        timeline.copiesAway(away.fromMs - justMadeMs, timeline.nowMs()) >= 2 ||
        timeline.mayHaveLostBoth(video.wholeAtMs ?? 0));
    if (excused) this.count('excused');
    return excused;
  }

  /** What a router's process sends ends with it, and nobody answers while there is none. Later there is no excuse. */
  #diedWithRouter({ router, fromMs }: Asked): boolean {
    const { spells } = this.#options.timeline;
    const isAway = spells.some(
      ({ fault, toMs = Number.POSITIVE_INFINITY }) => fault.startsWith('router') && toMs >= fromMs,
    );
    return router === brokenRouter && isAway;
  }

  /** Also of a response that was cut: what came is right as far as it goes. */
  #compare(asked: Asked, { status, whole, body, headers }: Played): void {
    const { video, resource, range } = asked;
    if (!video.noteEtag(resource, headers.etag ?? ''))
      this.#violation(asked, `another ETag, ${headers.etag}`);
    if (range !== undefined) this.#compareRange(asked, range, status, body, headers['content-range']);
    else if (status !== 200) this.#violation(asked, `${status} for the whole`);
    else if (!video.note(resource, body, whole)) this.#violation(asked, `other bytes, ${body.length}`);
    else if (whole && resource === 'video.mp4') video.wholeAtMs = asked.fromMs;
    const nowMs = this.#options.timeline.nowMs();
    if (video.length !== undefined) video.completeAtMs ??= nowMs;
  }

  /** What is being made again may show less than was asked for. */
  #compareRange(
    asked: Asked,
    [first, last]: readonly [number, number],
    status: number,
    body: Buffer,
    contentRange: string | undefined,
  ): void {
    const shown = /^bytes (\d+)-(\d+)\//
      .exec(contentRange ?? '')
      ?.slice(1)
      .map(Number);
    if (status !== 206 || shown?.[0] !== first || (shown[1] ?? 0) > last)
      this.#violation(asked, `${status} with ${contentRange}`);
    else if (!asked.video.has(body, first)) this.#violation(asked, `other bytes, ${body.length}`);
  }

  #noteWaits({ body, firstByteMs, longestSilenceMs }: Played): void {
    if (body.length === 0) return;
    this.#longestFirstByteMs = Math.max(this.#longestFirstByteMs, firstByteMs);
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, longestSilenceMs);
  }
}
