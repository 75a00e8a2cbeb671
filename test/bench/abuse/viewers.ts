import { once, setMaxListeners } from 'node:events';
import type { Agent, IncomingMessage } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { askFor, type Door } from './door.js';
import { readPaced } from './read-paced.js';
import { connectionsFrom, send, textOf } from './send.js';
import { type Side, viewersBytesPerS } from './sides.js';

/** Past it a viewer has no patience left: that is a failure. */
const patienceMs = 20_000;
/** Longer than any first byte on a machine that is not overloaded. */
const longMs = 2_000;
/** After a failure, before the next video is tried. */
const recoverMs = 500;

interface FirstByte {
  readonly askedAtMs: number;
  readonly ms: number;
}

interface At {
  readonly atMs: number;
}

/** Where they watch, and what. */
interface Watched extends Pick<Side, 'viewersVideos' | 'newVideo'> {
  readonly door: Pick<Door, 'port' | 'peerSecret'>;
}

/** What viewers saw, on the clock of `performance.now()`. */
export interface Seen {
  readonly firstBytes: FirstByte[];
  /** Times without a byte for somebody who was ready to take one, within responses; by when they began. */
  readonly silences: (At & { readonly ms: number })[];
  readonly failures: (At & { readonly what: string })[];
}

/**
 * Well-behaved viewers, each at its own address, who play at the speed at which videos are played, one after the other, until told to stop: a third of them what nobody
 * has seen, a third load segments of what is complete, and a third play it in one response.
 */
export class Viewers {
  readonly seen: Seen = { firstBytes: [], silences: [], failures: [] };
  readonly #side: Watched;
  readonly #leaving = new AbortController();
  readonly #all: Promise<unknown>;
  #titles = 0;

  /** They come one after the other, within about the time that a new video lasts: so these are begun one after the other too. */
  constructor(side: Watched, { count = 30, comeWithinMs = 8_000 } = {}) {
    setMaxListeners(0, this.#leaving.signal);
    this.#side = side;
    this.#all = Promise.all(
      Array.from({ length: count }, (_, index) => this.#watch(index, (index / count) * comeWithinMs)),
    );
  }

  /** Resolves when all have left. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#all;
  }

  async #watch(index: number, comesAfterMs: number): Promise<void> {
    const { signal } = this.#leaving;
    // A /24 of its own: `ip_hash` binds by that.
    const agent = connectionsFrom(`127.1.${index}.1`);
    await pass(comesAfterMs, undefined, { signal }).catch(() => undefined);
    for (let round = 0; !signal.aborted; round += 1) {
      try {
        const { viewersVideos } = this.#side;
        const video = viewersVideos[(index + round) % viewersVideos.length] as string;
        const [playsNew, playsSegments] = [index % 3 === 0, index % 3 === 1];
        if (playsNew) await this.#playNew(agent);
        else if (playsSegments) await this.#playSegments(agent, video);
        else await this.#play(agent, video, 'video.mp4');
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
    await this.#play(agent, video, 'video.mp4');
  }

  /** Segment by segment, each when the one before has been played. */
  async #playSegments(agent: Agent, video: string): Promise<void> {
    const playlist = await textOf(await this.#ask(agent, video, 'index.m3u8'));
    const segments = [...playlist.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)];
    if (segments.length === 0) throw new Error('a playlist without segments');
    await this.#play(agent, video, 'init.mp4', Number.POSITIVE_INFINITY);
    for (const [, seconds, part] of segments) {
      const dueMs = performance.now() + Number(seconds) * 1_000;
      await this.#play(agent, video, part as string, Number.POSITIVE_INFINITY);
      await pass(Math.max(0, dueMs - performance.now()), undefined, { signal: this.#leaving.signal });
    }
  }

  async #play(agent: Agent, video: string, part: string, bytesPerS = viewersBytesPerS): Promise<void> {
    const answer = await this.#ask(agent, video, part);
    await readPaced(answer, {
      bytesPerS,
      patienceMs,
      onSilence: (ms) => this.seen.silences.push({ atMs: performance.now() - ms, ms }),
    });
  }

  /** Asks, and waits for the first byte. */
  async #ask(agent: Agent, video: string, part: string): Promise<IncomingMessage> {
    const askedAtMs = performance.now();
    const { door } = this.#side;
    const asking = new AbortController();
    const timer = setTimeout(() => asking.abort(), patienceMs);
    const signal = AbortSignal.any([this.#leaving.signal, asking.signal]);
    try {
      const answer = await send(door.port, agent, askFor(door, video, part), signal);
      if (answer.statusCode !== 200) {
        answer.resume();
        throw new Error(`${part}: ${answer.statusCode}`);
      }
      // Nothing of it is taken yet.
      await once(answer, 'readable', { signal });
      this.#noteFirstByte(askedAtMs);
      return answer;
    } catch (error) {
      if (asking.signal.aborted) throw new Error(`${part}: no byte within ${patienceMs} ms`);
      // Who is told to leave has waited for so long at least.
      if (this.#leaving.signal.aborted && performance.now() - askedAtMs > longMs)
        this.#noteFirstByte(askedAtMs);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #noteFirstByte(askedAtMs: number): void {
    this.seen.firstBytes.push({ askedAtMs, ms: performance.now() - askedAtMs });
  }
}
