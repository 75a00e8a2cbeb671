import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '@understudy/cli';
import { expect } from 'vitest';
import type { Aftermath } from '../aftermath.js';
import { lastEpochIn } from '../logs.js';
import { play } from '../player.js';
import { seededRandom } from '../random.js';
import { clusterOf, expectIdle, expectMembers, type TestCluster } from '../start.js';
import { until } from '../until.js';
import { createVideo, placementOf, smallVideo, type Video } from '../videos.js';
import type { Scenario } from './scenario.js';

export interface CrashVideo extends Video {
  readonly contentId: string;
  readonly master: string;
}

interface CrashFacts {
  readonly cluster: TestCluster;
  readonly aftermath: Aftermath;
  readonly workers: readonly string[];
  /** Whether the archive has it, by its ETag. */
  readonly isArchived: (etag: string) => Promise<boolean>;
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
  readonly #videos = new Set<CrashVideo>();
  readonly #deleted: CrashVideo[] = [];
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
    await cluster.startWorker(this.victim, scenario.env);
    await this.#expectSound();
    // A quota of this scenario would be the next one's full disk.
    if (scenario.env !== undefined) await this.restart({});
  }

  async #startDoomed(faults: string): Promise<void> {
    const { cluster, scenario } = this.#facts;
    const env = { ...scenario.env, UNDERSTUDY_FAULTS: faults };
    const doomed = await cluster.startWorker(this.victim, env).catch((error: unknown) => {
      // It may pass the point before it listens.
      if (!String(error).includes('ended by SIGKILL before it listened')) throw error;
    });
    this.#dead = doomed === undefined;
    this.#died = doomed?.exited.then((exit) => {
      this.#dead = true;
      return exit;
    });
    if (doomed !== undefined) await this.#untilRouted(doomed.pid);
  }

  /** Until then the router asks others. */
  async #untilRouted(pid: number): Promise<void> {
    const { cluster } = this.#facts;
    await until('the router knows the worker that is to die', async () => {
      if (this.#dead) return true;
      const { epoch, workers } = await clusterOf(cluster);
      const isMember = workers.some((worker) => worker.id === this.victim && worker.pid === pid);
      return isMember && (await lastEpochIn((cluster.routers[0] as ServiceProcess).logFile)) >= epoch;
    });
  }

  /** All that a crash may not leave behind. */
  async #expectSound(): Promise<void> {
    const { cluster, aftermath, workers, scenario } = this.#facts;
    await this.expectAllUndisturbed();
    await expectMembers(cluster, workers);
    await expectIdle(cluster);
    for (const { contentId } of this.#videos) await aftermath.expectSound(contentId, workers);
    for (const { contentId } of this.#deleted)
      await until(`${contentId} is deleted everywhere`, async () => {
        const found = await Promise.all(workers.map((worker) => aftermath.hasAnyOf(worker, contentId)));
        return !found.includes(true);
      });
    await scenario.afterwards?.(this);
  }

  /** A video that nobody has made, of which the doomed worker is the master, the replica or neither. */
  async newVideo(role: 'master' | 'replica' | 'third'): Promise<CrashVideo> {
    const { cluster, seed } = this.#facts;
    for (;;) {
      this.#made += 1;
      const video = await createVideo(cluster, smallVideo(`run ${seed}.${this.#made}`, crashVideoSeconds));
      const { master, replica, contentId } = await placementOf(cluster, video.id);
      const is = master === this.victim ? 'master' : replica === this.victim ? 'replica' : 'third';
      if (is !== role) continue;
      const made = { ...video, contentId, master };
      this.#videos.add(made);
      return made;
    }
  }

  async expectUndisturbed(video: CrashVideo): Promise<void> {
    const { status, whole, body } = await play(video.mp4);
    expect({ status, whole }, video.contentId).toEqual({ status: 200, whole: true });
    expect(body.equals(this.#facts.undisturbed), `video ${video.contentId} is as it should be`).toBe(true);
  }

  async expectAllUndisturbed(): Promise<void> {
    for (const video of this.#videos) await this.expectUndisturbed(video);
  }

  /** Does something while a worker is dead. */
  async without(worker: string, action: () => Promise<void>): Promise<void> {
    const { cluster } = this.#facts;
    await cluster.crash(worker);
    await action();
    await cluster.startWorker(worker);
  }

  /** Starts the worker that is to die again, with other variables. */
  async restart(env: Readonly<Record<string, string>>): Promise<void> {
    const { cluster } = this.#facts;
    await cluster.crash(this.victim);
    await cluster.startWorker(this.victim, env);
  }

  /** Waits for the doomed worker's end, for a while. */
  async deadWithin(ms: number): Promise<void> {
    const giveUp = new AbortController();
    await Promise.race([this.#died, sleep(ms, undefined, { signal: giveUp.signal }).catch(() => undefined)]);
    giveUp.abort();
  }

  untilHeldBy(worker: string, { contentId }: CrashVideo): Promise<void> {
    const { aftermath } = this.#facts;
    return until(
      `${worker} has ${contentId}`,
      async () => (await aftermath.filesOf(worker, contentId)).length > 0,
    );
  }

  /** Waits until the doomed worker and another have all of a video. */
  untilCopied({ contentId }: CrashVideo): Promise<void> {
    const { aftermath, workers } = this.#facts;
    const hasAll = async (worker: string) =>
      (await aftermath.filesOf(worker, contentId)).length === this.segments + 1;
    return until(`${this.victim} and another have ${contentId}`, async () => {
      const have = await Promise.all(workers.map(hasAll));
      return have[workers.indexOf(this.victim)] === true && have.filter(Boolean).length >= 2;
    });
  }

  /** Waits until every video is in the archive. */
  async untilArchived(): Promise<void> {
    const { isArchived } = this.#facts;
    for (const { mp4, contentId } of this.#videos) {
      const etag = (await play(mp4, { method: 'HEAD' })).headers.etag as string;
      await until(`${contentId} is archived`, () => isArchived(etag));
    }
  }

  /** Changes bytes of the doomed worker's copy behind its back. */
  async damage({ contentId }: CrashVideo): Promise<void> {
    await this.#facts.aftermath.damage(this.victim, contentId);
  }

  /** All workers lose their copies of a video. */
  async loseCopies({ contentId }: CrashVideo): Promise<void> {
    const { cluster, aftermath, workers, scenario } = this.#facts;
    await Promise.all(workers.map((worker) => cluster.crash(worker)));
    await Promise.all(workers.map((worker) => aftermath.remove(worker, contentId)));
    await Promise.all(workers.map((worker) => cluster.startWorker(worker, scenario.env)));
  }

  async delete(video: CrashVideo): Promise<void> {
    const { cluster } = this.#facts;
    const answer = await fetch(`${cluster.routers[0]?.url}/v1/videos/${video.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${cluster.apiKey}` },
    });
    expect(answer.status).toBe(204);
    this.#videos.delete(video);
    this.#deleted.push(video);
  }
}
