import { once, setMaxListeners } from 'node:events';
import type { Agent, IncomingMessage } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { askFor } from './door.js';
import { readPaced } from './read-paced.js';
import { connectionsFrom, send, textOf } from './send.js';
import { type Side, viewersBytesPerS } from './sides.js';

/** Of 30: those who play what nobody has seen; those who load segments of what is complete; the others play it in one response. */
const viewerCount = 30;
const newViewers = 10;
const segmentViewers = 10;
/** They come one after the other. */
const comeWithinMs = 2_000;
/** Past it a viewer has no patience left: that is a failure. */
const patienceMs = 20_000;
/** After a failure, before the next video is tried. */
const recoverMs = 500;

export interface FirstByte {
  readonly askedAtMs: number;
  readonly ms: number;
  /** Whether anything had to be made for it. */
  readonly isNew: boolean;
}

export interface At {
  readonly atMs: number;
}

/** What viewers saw, on the clock of `performance.now()`. */
export interface Seen {
  readonly firstBytes: FirstByte[];
  /** Times without a byte for somebody who was ready to take one, within responses. */
  readonly silences: (At & { readonly ms: number })[];
  readonly failures: (At & { readonly what: string })[];
}

/** Thirty well-behaved viewers, each at its own address, who play at the speed at which videos are played, one after the other, until told to stop. */
export class Viewers {
  readonly seen: Seen = { firstBytes: [], silences: [], failures: [] };
  readonly #side: Side;
  readonly #leaving = new AbortController();
  readonly #all: Promise<unknown>;
  #titles = 0;

  constructor(side: Side, count = viewerCount) {
    setMaxListeners(0, this.#leaving.signal);
    this.#side = side;
    this.#all = Promise.all(Array.from({ length: count }, (_, index) => this.#watch(index, count)));
  }

  /** Resolves when all have left. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#all;
  }

  async #watch(index: number, count: number): Promise<void> {
    const { signal } = this.#leaving;
    // A /24 of its own: `ip_hash` binds by that.
    const agent = connectionsFrom(`127.1.${index}.1`);
    const place = index / count;
    await pass(place * comeWithinMs, undefined, { signal }).catch(() => undefined);
    for (let round = 0; !signal.aborted; round += 1) {
      try {
        if (place < newViewers / viewerCount) await this.#playNew(agent);
        else {
          const { viewersVideos } = this.#side;
          const video = viewersVideos[(index + round) % viewersVideos.length] as string;
          if (place < (newViewers + segmentViewers) / viewerCount) await this.#playSegments(agent, video);
          else await this.#play(agent, video, 'video.mp4', false);
        }
      } catch (error) {
        if (signal.aborted) break;
        const { message } = error as Error;
        this.seen.failures.push({ atMs: performance.now(), what: message });
        await pass(recoverMs, undefined, { signal }).catch(() => undefined);
      }
    }
    agent.destroy();
  }

  async #playNew(agent: Agent): Promise<void> {
    this.#titles += 1;
    const video = await this.#side.newVideo(`new ${performance.now()} ${this.#titles}`);
    await this.#play(agent, video, 'video.mp4', true);
  }

  /** Segment by segment, each when the one before has been played. */
  async #playSegments(agent: Agent, video: string): Promise<void> {
    const playlist = await textOf(await this.#ask(agent, video, 'index.m3u8', false));
    const segments = [...playlist.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)];
    if (segments.length === 0) throw new Error('a playlist without segments');
    await this.#play(agent, video, 'init.mp4', false, Number.POSITIVE_INFINITY);
    for (const [, seconds, part] of segments) {
      const dueMs = performance.now() + Number(seconds) * 1_000;
      await this.#play(agent, video, part as string, false, Number.POSITIVE_INFINITY);
      await pass(Math.max(0, dueMs - performance.now()), undefined, { signal: this.#leaving.signal });
    }
  }

  async #play(
    agent: Agent,
    video: string,
    part: string,
    isNew: boolean,
    bytesPerS = viewersBytesPerS,
  ): Promise<void> {
    const answer = await this.#ask(agent, video, part, isNew);
    await readPaced(answer, {
      bytesPerS,
      patienceMs,
      onSilence: (ms) => this.seen.silences.push({ atMs: performance.now(), ms }),
    });
  }

  /** Asks, and waits for the first byte. */
  async #ask(agent: Agent, video: string, part: string, isNew: boolean): Promise<IncomingMessage> {
    const askedAtMs = performance.now();
    const signal = AbortSignal.any([this.#leaving.signal, AbortSignal.timeout(3 * patienceMs)]);
    const answer = await send(this.#side.door.port, agent, askFor(this.#side.door, video, part), signal);
    if (answer.statusCode !== 200) {
      answer.resume();
      throw new Error(`${part}: ${answer.statusCode}`);
    }
    // Nothing of it is taken yet.
    await once(answer, 'readable', { signal: AbortSignal.timeout(patienceMs) });
    this.seen.firstBytes.push({ askedAtMs, ms: performance.now() - askedAtMs, isNew });
    return answer;
  }
}
