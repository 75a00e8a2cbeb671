import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '@understudy/cli';
import { expect } from 'vitest';
import type { Aftermath } from '../aftermath.js';
import { play } from '../player.js';
import { seededRandom } from '../random.js';
import { flipBits, scrub, scrubbed, sealedFiles } from '../scrub.js';
import { expectIdle, expectMembers, type TestCluster, untilReplicated } from '../start.js';
import { until } from '../until.js';
import { createVideo, placementOf, smallVideo, type Video } from '../videos.js';
import type { Scenario } from './scenarios.js';

export interface CrashVideo extends Video {
  readonly contentId: string;
  readonly master: string;
}

interface CrashFacts {
  readonly cluster: TestCluster;
  readonly aftermath: Aftermath;
  readonly workers: readonly string[];
  readonly undisturbed: Buffer;
  readonly segments: number;
  readonly seed: number;
  readonly point: string;
  readonly scenario: Scenario;
}

/** More rounds than any fault needs. */
const maxRounds = 12;
/** Two segments. */
export const crashVideoSeconds = 9;

/** One worker killed at one point, started again, and what must be so afterwards. */
export class CrashRun {
  readonly #facts: CrashFacts;
  readonly #random: () => number;
  /** The worker that is to die. */
  readonly victim: string;
  readonly #videos: CrashVideo[] = [];
  #made = 0;
  #dead = false;
  #died: ServiceProcess['exited'] | undefined;

  constructor(facts: CrashFacts) {
    this.#facts = facts;
    this.#random = seededRandom(facts.seed);
    this.victim = facts.workers[Math.floor(this.#random() * facts.workers.length)] as string;
  }

  get segments(): number {
    return this.#facts.segments;
  }

  /** A video that nobody has made, of which the doomed worker is the master, the replica or neither. */
  async newVideo(role: 'master' | 'replica' | 'third'): Promise<CrashVideo> {
    const { cluster, seed } = this.#facts;
    for (;;) {
      this.#made += 1;
      const video = await createVideo(cluster, smallVideo(`run ${seed}.${this.#made}`, crashVideoSeconds));
      const placement = await placementOf(cluster, video.id);
      const { master, replica, contentId } = placement;
      const is = master === this.victim ? 'master' : replica === this.victim ? 'replica' : 'third';
      if (is !== role) continue;
      const made = { ...video, contentId, master };
      this.#videos.push(made);
      return made;
    }
  }

  async expectUndisturbed(video: CrashVideo): Promise<void> {
    const { status, whole, body } = await play(video.mp4);
    expect({ status, whole }, video.contentId).toEqual({ status: 200, whole: true });
    expect(body.equals(this.#facts.undisturbed), `video ${video.contentId} is as it should be`).toBe(true);
  }

  /** Flips a bit of each file of the doomed worker's copy, and has it look for that. */
  async damageCopy(video: CrashVideo): Promise<void> {
    const { cluster } = this.#facts;
    await untilReplicated(cluster, video.id);
    for (const { path } of await sealedFiles(cluster.dataDir, this.victim, video.contentId))
      await flipBits(path, this.#random);
    // It may die of it.
    await scrub(cluster, this.victim).catch(() => undefined);
  }

  /** Waits until the worker that is back has ended the pass in which it was killed. */
  untilScrubbed(): Promise<unknown> {
    return scrubbed(this.#facts.cluster, this.victim);
  }

  /** Does something while a worker is dead. */
  async without(worker: string, action: () => Promise<void>): Promise<void> {
    const { cluster } = this.#facts;
    await cluster.crash(worker);
    await action();
    await cluster.startWorker(worker);
  }

  untilHeldBy(worker: string, { contentId }: CrashVideo): Promise<void> {
    const { aftermath } = this.#facts;
    return until(
      `${worker} has ${contentId}`,
      async () => (await aftermath.filesOf(worker, contentId)).length > 0,
    );
  }

  /** Waits for the doomed worker's end, for a while. */
  async deadWithin(ms: number): Promise<void> {
    const giveUp = new AbortController();
    await Promise.race([this.#died, sleep(ms, undefined, { signal: giveUp.signal }).catch(() => undefined)]);
    giveUp.abort();
  }

  async run(): Promise<void> {
    const { cluster, scenario, point } = this.#facts;
    await scenario.prepare?.(this);
    const pass = 1 + Math.floor(this.#random() * scenario.passes);
    await cluster.crash(this.victim);
    await this.#startDoomed(`${point}:${pass}`);
    for (let round = 0; round < maxRounds && !this.#dead; round += 1) await scenario.round(this);
    if (!this.#dead)
      throw new Error(`${point}: not passed ${pass} times in ${maxRounds} rounds of "${scenario.what}"`);
    if (this.#died !== undefined) expect(await this.#died).toMatchObject({ signal: 'SIGKILL' });
    await cluster.startWorker(this.victim);
    await scenario.after?.(this);
    await this.#expectSound();
  }

  async #startDoomed(faults: string): Promise<void> {
    const { cluster, scenario } = this.#facts;
    const env = { ...scenario.env, UNDERSTUDY_FAULTS: faults };
    const doomed = await cluster.startWorker(this.victim, env).catch((error: unknown) => {
      // It may pass the point before it listens.
      if (!String(error).includes('ended before it listened')) throw error;
    });
    this.#dead = doomed === undefined;
    this.#died = doomed?.exited.then((exit) => {
      this.#dead = true;
      return exit;
    });
  }

  /** All that a crash may not leave behind. */
  async #expectSound(): Promise<void> {
    const { cluster, aftermath, workers } = this.#facts;
    for (const video of this.#videos) await this.expectUndisturbed(video);
    await expectMembers(cluster, workers);
    await expectIdle(cluster);
    for (const { contentId } of this.#videos) await aftermath.expectSound(contentId, workers);
  }
}
