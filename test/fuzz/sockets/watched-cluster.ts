import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceProcess } from '@understudy/cli';
import { mintToken } from '@understudy/playback-token';
import { expect } from 'vitest';
import { play } from '../../cluster/player.js';
import { openFilesOf, residentBytesOf } from '../../cluster/process-facts.js';
import { startCluster, type TestCluster } from '../../cluster/start.js';
import { until } from '../../cluster/until.js';
import { createVideo, lightVideo, type Video } from '../../cluster/videos.js';
import type { Exchange } from './exchange.js';
import { expectKnownAnswers } from './known-answers.js';

/** What a process may have grown by between two looks at rest: heap that is not collected yet, and code that is compiled. */
const mostGrowthBytes = 160 * 1024 * 1024;
/** Kept connections between services, and files that are open for a moment. */
const mostDescriptors = 40;
const tokenSecret = randomBytes(32);
/** Between two requests of somebody who behaves. */
const wellBehavedEvery = 25;

/** A cluster that is looked at after each input: whether all of it lives, and says nothing of an error inside. */
export class WatchedCluster {
  readonly cluster: TestCluster;
  readonly peerSecret: Buffer;
  /** What nobody but those who behave asks for. */
  readonly #kept: Video;
  readonly #body: Buffer;
  readonly #seen = new Map<string, number>();
  readonly #dead: string[] = [];
  readonly #statuses = new Map<number, number>();
  readonly #growth = new Map<string, number>();
  #inputs = 0;
  #rested: Holdings | undefined;

  private constructor(cluster: TestCluster, peerSecret: Buffer, kept: Video, body: Buffer) {
    this.cluster = cluster;
    this.peerSecret = peerSecret;
    this.#kept = kept;
    this.#body = body;
    for (const { name, exited } of this.#processes())
      void exited.then(({ code, signal }) => this.#dead.push(`${name} ended with ${code ?? signal}`));
  }

  static async start(): Promise<WatchedCluster> {
    const cluster = await startCluster({
      workers: 2,
      routers: 2,
      // The second one lets in who has a token.
      routerEnv: (index) =>
        index === 0
          ? {}
          : {
              UNDERSTUDY_PLAYBACK: 'signed',
              UNDERSTUDY_PLAYBACK_SECRETS: `k:${tokenSecret.toString('base64')}`,
            },
    });
    const keys = JSON.parse(await readFile(join(cluster.dataDir, 'keys.json'), 'utf8')) as {
      peerSecret: string;
    };
    const kept = await createVideo(cluster, lightVideo('kept', 2));
    const { body } = await play(kept.mp4);
    return new WatchedCluster(cluster, Buffer.from(keys.peerSecret, 'base64'), kept, body);
  }

  /** A video that may be asked for in any way. */
  async makeVideo(title: string): Promise<string> {
    const { id, mp4 } = await createVideo(this.cluster, lightVideo(title, 2));
    await play(mp4);
    return id;
  }

  /** What the second router lets somebody in with: a token, and the grant in what it answers to that. */
  async admittedTo(id: string): Promise<{ token: string; grant: string }> {
    const request = { subject: id, ttlS: 86_400 };
    const { token } = await mintToken({ kid: 'k', secret: tokenSecret }, request, Date.now());
    const answer = await fetch(`${this.cluster.routers[1]?.url}/v/${id}/index.m3u8?token=${token}`);
    const grant = /\bs\/([A-Za-z0-9._-]+)\//.exec(`${answer.url}\n${await answer.text()}`)?.[1];
    expect([answer.status, grant]).toEqual([200, expect.any(String)]);
    return { token, grant: grant as string };
  }

  /** @throws an assertion's error where an answer, a process or a log says that something went wrong inside */
  async judge(exchanges: readonly Exchange[]): Promise<void> {
    // Looked at once, whatever else is wrong: what one input brought about is not the next one's.
    const errors = this.#newErrors();
    for (const status of expectKnownAnswers(exchanges))
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    expect(this.#dead).toEqual([]);
    expect(errors).toEqual([]);
    this.#inputs += 1;
    if (this.#inputs % wellBehavedEvery === 0) await this.expectWell();
  }

  /** Somebody who behaves gets what they should. */
  async expectWell(): Promise<void> {
    const { catalog, console: operator, adminKey, workers } = this.cluster;
    const played = await play(this.#kept.mp4);
    expect([played.status, played.whole, played.body.equals(this.#body)]).toEqual([200, true, true]);
    const again = await createVideo(this.cluster, lightVideo('kept', 2));
    expect(again.id).toBe(this.#kept.id);
    const authorization = `Bearer ${adminKey}`;
    for (const url of [
      `${operator.url}/admin/cluster`,
      `${operator.url}/healthz`,
      `${workers[0]?.url}/healthz`,
      `${catalog.url}/healthz`,
    ]) {
      const answer = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(10_000) });
      await answer.arrayBuffer();
      expect([url, answer.status]).toEqual([url, 200]);
    }
  }

  /** Waits until nothing is under way, and compares what each process holds with the first such look, after warming up. */
  async expectNoGrowth(): Promise<void> {
    await this.expectWell();
    const before = this.#rested;
    this.#rested ??= await this.#holdings();
    if (before === undefined) return;
    await until('descriptors are as few as before', async () =>
      [...(await this.#holdings())].every(
        ([name, { descriptors }]) => descriptors <= (before.get(name)?.descriptors ?? 0) + mostDescriptors,
      ),
    );
    for (const [name, { rss }] of await this.#holdings()) {
      const grown = rss - (before.get(name)?.rss ?? 0);
      this.#growth.set(name, Math.round(grown / 2 ** 20));
      expect(grown, `${name} has grown`).toBeLessThan(mostGrowthBytes);
    }
  }

  async #holdings(): Promise<Holdings> {
    const entries = this.#processes().map(async ({ name, pid }) => [name, await heldBy(pid)] as const);
    return new Map(await Promise.all(entries));
  }

  /** What was answered how often, and what each process has grown by since it was warm, in MiB. */
  summary(): string {
    const shown = (counts: ReadonlyMap<unknown, number>) =>
      [...counts].map(([name, count]) => `${name}: ${count}`).join(', ');
    return `answers ${shown(new Map([...this.#statuses].sort(([a], [b]) => a - b)))}; grown ${shown(this.#growth)}`;
  }

  #processes(): ServiceProcess[] {
    const { routers, workers, catalog, console: operator } = this.cluster;
    return [...routers, ...workers, catalog, operator];
  }

  /** Lines of errors inside that were written since the last look. */
  #newErrors(): string[] {
    return this.#processes().flatMap(({ name, logFile }) => {
      const from = this.#seen.get(logFile) ?? 0;
      if (statSync(logFile).size === from) return [];
      const log = readFileSync(logFile);
      // The last line may be written just now.
      const to = log.lastIndexOf('\n') + 1;
      this.#seen.set(logFile, to);
      const lines = log.subarray(from, to).toString().split('\n');
      return lines.filter(isOfErrorInside).map((line) => `${name}: ${line.slice(0, 1_500)}`);
    });
  }
}

/** What no request may bring about. That another process claims to be a worker is told as an error, and so may whoever says so. */
function isOfErrorInside(line: string): boolean {
  if (line === '') return false;
  if (!line.startsWith('{')) return true;
  const { level, event } = JSON.parse(line) as { level: number; event?: string };
  return level >= 50 && event !== 'identity.claimed';
}

interface Held {
  readonly rss: number;
  readonly descriptors: number;
}

/** By the name of the process. */
type Holdings = ReadonlyMap<string, Held>;

async function heldBy(pid: number): Promise<Held> {
  const [rss, descriptors] = await Promise.all([residentBytesOf(pid), openFilesOf(pid)]);
  return { rss, descriptors };
}
