import type { ScrubPass, ScrubStatus } from '@understudy/peer-protocol';
import type { WorkerEvents } from '../events.js';
import { BytePace } from '../pace/byte-pace.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { mendDescription, scrubArtifact } from './scrub-artifact.js';
import { readScrubRecord, writeScrubRecord } from './scrub-record.js';

/** The record is written at most this often: what is read again after a crash. */
const recordEveryMs = 5_000;
/** The longest sleep: a timer of more than 24 days would fire at once. */
const longestSleepMs = 3_600_000;

export interface ScrubberOptions {
  /** Everything is read once in this time; 0: only when asked for. */
  readonly periodMs: number;
  readonly bytesPerS: number;
  readonly recordPath: string;
  readonly artifacts: () => Iterable<StoredArtifact>;
  readonly artifactOf: (contentId: bigint) => StoredArtifact | undefined;
  /** Resolves when everything that was found is dealt with. */
  readonly mended: () => Promise<void>;
  readonly events: WorkerEvents;
}

/**
 * Reads everything that is stored, once per period and slowly, in the order of content IDs: what nobody plays would otherwise be found to be
 * damaged when it is needed.
 *
 *     waiting ──the period is over, or asked──▶ reading ──the last artifact──▶ waiting for the findings ──▶ waiting
 *                                                 │  ▲
 *                                                 └──┘ asked: from the beginning
 */
export class Scrubber {
  readonly #options: ScrubberOptions;
  readonly #pace: BytePace;
  #pass: ScrubPass | undefined;
  #behind: bigint | undefined;
  #recordedAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #reading = new AbortController();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: ScrubberOptions) {
    this.#options = options;
    this.#pace = new BytePace(options.bytesPerS);
  }

  /** Goes on where the last process was. */
  async start(): Promise<void> {
    const record = await readScrubRecord(this.#options.recordPath);
    if (this.#closed) return;
    this.#pass = record?.pass;
    this.#behind = record?.behind;
    if (this.#pass !== undefined && this.#pass.endedAtMs === undefined) this.#run();
    else this.#sleep();
  }

  /** Reads everything from the beginning, now. */
  begin(): void {
    if (this.#closed) return;
    this.#pass = {
      beganAtMs: Date.now(),
      endedAtMs: undefined,
      pieces: 0,
      bytes: 0,
      findings: 0,
      failed: 0,
    };
    this.#behind = undefined;
    this.#reading.abort(new Error('it begins again'));
    this.#run();
  }

  /** A damaged piece was replaced, or could not be. */
  noteFinding(failed: boolean): void {
    const pass = this.#pass;
    if (pass === undefined || pass.endedAtMs !== undefined) return;
    this.#pass = { ...pass, findings: pass.findings + 1, failed: pass.failed + (failed ? 1 : 0) };
  }

  status(): ScrubStatus {
    const nextAtMs = this.#nextAtMs();
    return { pass: this.#pass, nextAtMs: Number.isFinite(nextAtMs) ? nextAtMs : undefined };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#reading.abort(new Error('the worker stops'));
    await this.#running;
    if (this.#pass !== undefined && this.#pass.endedAtMs === undefined) await this.#record(this.#pass);
  }

  #nextAtMs(): number {
    const { periodMs } = this.#options;
    if (periodMs === 0 || (this.#pass !== undefined && this.#pass.endedAtMs === undefined))
      return Number.POSITIVE_INFINITY;
    return this.#pass === undefined ? 0 : this.#pass.beganAtMs + periodMs;
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    const leftMs = this.#nextAtMs() - Date.now();
    if (this.#closed || this.#options.periodMs === 0) return;
    if (leftMs <= 0) this.begin();
    else this.#timer = setTimeout(() => this.#sleep(), Math.min(leftMs, longestSleepMs));
  }

  #run(): void {
    clearTimeout(this.#timer);
    const before = this.#running;
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    this.#running = (async () => {
      await before;
      if (!signal.aborted) await this.#read(signal);
    })();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { events, mended } = this.#options;
    events.scrubBegan(this.#behind);
    // Somebody may have asked for it: it goes on after a crash, too.
    await this.#record(this.#pass as ScrubPass);
    for (const contentId of this.#left()) {
      await this.#readArtifact(contentId, signal);
      if (signal.aborted) return;
    }
    await mended();
    if (signal.aborted) return;
    const pass = { ...(this.#pass as ScrubPass), endedAtMs: Date.now() };
    this.#pass = pass;
    await this.#record(pass);
    events.scrubEnded(pass);
    this.#sleep();
  }

  /** What is there now and was not read yet, in order. What comes meanwhile was compared as it came. */
  #left(): bigint[] {
    const behind = this.#behind;
    return [...this.#options.artifacts()]
      .map(({ contentId }) => contentId)
      .filter((contentId) => behind === undefined || contentId > behind)
      .sort((a, b) => (a < b ? -1 : 1));
  }

  async #readArtifact(contentId: bigint, signal: AbortSignal): Promise<void> {
    const { artifactOf, events } = this.#options;
    const artifact = artifactOf(contentId);
    const read = { pieces: 0, bytes: 0 };
    try {
      if (artifact !== undefined) {
        const pace = (bytes: number) => this.#pace.take(bytes, signal);
        await scrubArtifact(artifact, pace, (bytes) => {
          read.pieces += 1;
          read.bytes += bytes;
          events.scrubbed(bytes);
        });
        if (await mendDescription(artifact)) events.descriptionMended(artifact, 'scrub');
      }
    } catch (error) {
      // What it says nothing of, such as too many open files, is no finding; the next pass comes by again.
      if (!signal.aborted && artifact !== undefined) events.scrubSkipped(artifact, error);
    }
    if (signal.aborted) return;
    const pass = this.#pass as ScrubPass;
    this.#pass = { ...pass, pieces: pass.pieces + read.pieces, bytes: pass.bytes + read.bytes };
    this.#behind = contentId;
    if (performance.now() - this.#recordedAtMs >= recordEveryMs) await this.#record(this.#pass as ScrubPass);
  }

  async #record(pass: ScrubPass): Promise<void> {
    this.#recordedAtMs = performance.now();
    // A record that cannot be written costs reading something again after a restart.
    await writeScrubRecord(this.#options.recordPath, { pass, behind: this.#behind }).catch(() => undefined);
  }
}
