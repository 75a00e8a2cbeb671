import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http';
import { get as getOverTls, Agent as TlsAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { type PeerTrust, tlsOptions } from './peer-trust.js';

/** Kept open, so that a busy worker has one thing to do for a probe, not three; closed before the worker would (72 s). */
const kept = { keepAlive: true, timeout: 30_000, maxFreeSockets: 1 } as const;
const agent = new Agent(kept);
const tlsAgent = new TlsAgent({ ...kept, maxCachedSessions: 0 });

/** What a worker is waited for beyond its time halves in each such time. */
const calmingMs = 30_000;

export interface ProbeLimits {
  /** How long a worker that has always answered in time is waited for. */
  readonly timeoutMs: number;
  /** How long one that was late is waited for at most, and how late an answer is still listened to. */
  readonly longestMs: number;
  /** For `https:` addresses. */
  readonly trust?: PeerTrust | undefined;
}

/**
 * Whether the event loops of workers turn: `GET /healthz` answered in time. A refused connection tells at once, a stopped process (its
 * kernel still accepts) after the deadline.
 *
 * No deadline tells a slow worker from a dead one, and what is done about a dead one makes a slow one slower. So the deadline of
 * each worker follows it: twice of what an answer took, one that came too late too; and back to `timeoutMs` with time. (The idea of
 * Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, section 6: who was suspected in error is
 * waited for longer.)
 */
export class LivenessProbe {
  readonly #limits: Omit<ProbeLimits, 'trust'>;
  readonly #trust: PeerTrust | undefined;
  /** Those that are waited for longer than `timeoutMs`, by URL. */
  readonly #patience = new Map<string, { readonly ms: number; readonly sinceMs: number }>();

  constructor({ timeoutMs, longestMs, trust }: ProbeLimits) {
    this.#trust = trust;
    this.#limits = { timeoutMs, longestMs: Math.max(timeoutMs, longestMs) };
  }

  /** How many times as long as usual the worker at `url` is waited for; 1 or more. */
  slowness(url: string): number {
    return this.#timeoutMs(url) / this.#limits.timeoutMs;
  }

  /** Whether the worker at `url` answers in time; where there is no hurry, in the longest time that any is waited for. Never rejects. */
  isAlive(url: string, hurry = true): Promise<boolean> {
    return new Promise((resolve) => {
      const startedAtMs = performance.now();
      let over = false;
      let judged = false;
      const request = this.#ask(`${url}/healthz`, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) this.#answered(url, performance.now() - startedAtMs);
        end(answer.statusCode === 200);
      });
      const end = (alive: boolean | Promise<boolean>) => {
        over = true;
        clearTimeout(deadline);
        clearTimeout(longest);
        resolve(alive);
        if (alive === false) request.destroy();
      };
      const { longestMs } = this.#limits;
      // Timers run before what has arrived is read: an answer that waits while our own loop was late is no silence.
      const after = (ms: number, passed: () => void) => setTimeout(() => setImmediate(passed), ms);
      const deadline = after(hurry ? this.#timeoutMs(url) : longestMs, () => {
        judged = true;
        resolve(false);
      });
      // What comes too late is listened to all the same: it tells how long to wait the next time.
      const longest = after(longestMs, () => over || end(false)).unref();
      request.on('error', (error) => {
        if (url.startsWith('https:')) this.#trust?.failed(url, error);
        // A kept connection may have been closed just now; a new one tells.
        if (!over) end(request.reusedSocket && !judged && this.isAlive(url, hurry));
      });
    });
  }

  #ask(url: string, onAnswer: (answer: IncomingMessage) => void): ClientRequest {
    const address = new URL(url);
    if (address.protocol === 'http:') return get(url, { agent }, onAnswer);
    const { hostname } = urlToHttpOptions(address);
    return getOverTls(url, { ...tlsOptions(this.#trust, hostname), agent: tlsAgent }, onAnswer);
  }

  /** Forgets the workers that are no members any more. */
  retain(isMemberUrl: (url: string) => boolean): void {
    for (const url of this.#patience.keys()) if (!isMemberUrl(url)) this.#patience.delete(url);
  }

  #timeoutMs(url: string): number {
    const { timeoutMs } = this.#limits;
    const patience = this.#patience.get(url);
    if (patience === undefined) return timeoutMs;
    return (
      timeoutMs + (patience.ms - timeoutMs) * 0.5 ** ((performance.now() - patience.sinceMs) / calmingMs)
    );
  }

  #answered(url: string, tookMs: number): void {
    const { timeoutMs, longestMs } = this.#limits;
    const ms = Math.min(longestMs, Math.max(tookMs * 2, this.#timeoutMs(url)));
    if (ms > timeoutMs) this.#patience.set(url, { ms, sinceMs: performance.now() });
  }
}
