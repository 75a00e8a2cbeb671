import { expect } from 'vitest';
import type { Aftermath } from '../aftermath.js';
import { play } from '../player.js';
import { seededRandom } from '../random.js';
import { flipBits, scrub, sealedFiles } from '../scrub.js';
import { expectIdle, expectMembers, type TestCluster, untilReplicated } from '../start.js';
import { createVideo, placementOf, smallVideo, type Video } from '../videos.js';
import type { Scenario } from './scenarios.js';

export interface CrashVideo extends Video {
  readonly contentId: string;
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
  readonly #victim: string;
  readonly #videos: CrashVideo[] = [];
  #made = 0;

  constructor(facts: CrashFacts) {
    this.#facts = facts;
    this.#random = seededRandom(facts.seed);
    this.#victim = facts.workers[Math.floor(this.#random() * facts.workers.length)] as string;
  }

  get segments(): number {
    return this.#facts.segments;
  }

  /** A video that nobody has made, of which the doomed worker is the master or the replica. */
  async newVideo(role: 'master' | 'replica'): Promise<CrashVideo> {
    const { cluster, seed } = this.#facts;
    for (;;) {
      this.#made += 1;
      const video = await createVideo(cluster, smallVideo(`run ${seed}.${this.#made}`, crashVideoSeconds));
      const placement = await placementOf(cluster, video.id);
      if (placement[role] !== this.#victim) continue;
      const made = { ...video, contentId: placement.contentId };
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
    for (const { path } of await sealedFiles(cluster.dataDir, this.#victim, video.contentId))
      await flipBits(path, this.#random);
    // It may die of it.
    await scrub(cluster, this.#victim).catch(() => undefined);
  }

  async run(): Promise<void> {
    const { cluster, scenario, point } = this.#facts;
    const pass = 1 + Math.floor(this.#random() * scenario.passes);
    await cluster.crash(this.#victim);
    const doomed = await cluster.startWorker(this.#victim, {
      ...scenario.env,
      UNDERSTUDY_FAULTS: `${point}:${pass}`,
    });
    let dead = false;
    const died = doomed.exited.then((exit) => {
      dead = true;
      return exit;
    });
    for (let round = 0; round < maxRounds && !dead; round += 1) await scenario.round(this);
    if (!dead)
      throw new Error(`${point}: not passed ${pass} times in ${maxRounds} rounds of "${scenario.what}"`);
    expect(await died).toMatchObject({ signal: 'SIGKILL' });
    await cluster.startWorker(this.#victim);
    await this.#expectSound();
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
