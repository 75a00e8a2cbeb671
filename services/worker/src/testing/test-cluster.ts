import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDescription, descriptionDigest, parseDescription } from '@understudy/description';
import type { Generator } from '@understudy/generator';
import { type MetadataStore, openMetadataStore, type ReplicationPolicy } from '@understudy/metadata-store';
import { artifactPath, createPeerClient, type PeerClient } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { createContext, type WorkerContext } from '../context.js';
import { ScriptedGenerator } from './scripted-generator.js';
import { type SwitchableStore, switchable } from './switchable-store.js';
import { until } from './until.js';

export interface TestWorker {
  readonly url: string;
  readonly dataDir: string;
  readonly context: WorkerContext;
  readonly generator: ScriptedGenerator;
  /** Ends it as a crash does: connections are reset, nobody is told. Its data directory stays. */
  crash(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly end: string | undefined;
  readonly whole: boolean;
}

/** Workers in this process over one embedded store, with scripted generators. */
export class TestCluster {
  readonly client: PeerClient;
  /** What the workers have in common. */
  readonly store: SwitchableStore;
  readonly #secret = randomBytes(32).toString('base64');
  readonly #placementKey = randomBytes(32).toString('base64');
  readonly #directory: string;
  readonly #workers = new Set<{ app: FastifyInstance; context: WorkerContext }>();

  private constructor(directory: string, store: MetadataStore) {
    this.#directory = directory;
    this.store = switchable(store);
    this.client = createPeerClient(Buffer.from(this.#secret, 'base64'));
  }

  static async open(): Promise<TestCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'understudy-worker-'));
    return new TestCluster(directory, await openMetadataStore(`lmdb:${join(directory, 'metadata')}`, {}));
  }

  /** Starts a worker; `storeOf` changes what it finds in the metadata store; `used` is what it makes of the generator. */
  async start(
    id: string,
    env: Record<string, string> = {},
    generator = new ScriptedGenerator(),
    storeOf: (store: MetadataStore) => MetadataStore = (store) => store,
    used: Generator = generator,
  ): Promise<TestWorker> {
    const config = readConfig({
      UNDERSTUDY_WORKER_ID: id,
      UNDERSTUDY_DATA: join(this.#directory, id),
      UNDERSTUDY_METADATA_URL: 'lmdb:',
      UNDERSTUDY_PEER_SECRET: this.#secret,
      UNDERSTUDY_PLACEMENT_KEY: this.#placementKey,
      UNDERSTUDY_LOG_LEVEL: 'silent',
      UNDERSTUDY_MEMBERSHIP_POLL_MS: '50',
      UNDERSTUDY_LINGER_MS: '20',
      // What becomes of files is to be seen at once.
      UNDERSTUDY_READ_CACHE_BYTES: '0',
      ...env,
    });
    // One environment per process is LMDB's rule; workers of their own processes open their own.
    const context = await createContext(config, { generator: used, metadata: storeOf(this.store) });
    const app = createApp(context);
    const url = await app.listen({ host: config.host, port: 0 });
    context.join(url);
    const worker = { app, context };
    this.#workers.add(worker);
    return {
      url,
      dataDir: config.dataDir,
      context,
      generator,
      crash: async () => {
        this.#workers.delete(worker);
        const closed = app.close();
        app.server.closeAllConnections();
        await closed;
        await context.abandon();
      },
    };
  }

  /** The operator's wish. */
  async setState(worker: TestWorker, state: 'active' | 'draining'): Promise<void> {
    await this.store.setMemberState(worker.context.id, state);
  }

  /** Waits until each of `workers` knows all of them. */
  async joined(...workers: TestWorker[]): Promise<void> {
    const knowsAll = () =>
      workers.every(({ context }) => workers.every((other) => context.view().isMemberUrl(other.url)));
    const giveUpAtMs = performance.now() + 10_000;
    while (!knowsAll()) {
      if (performance.now() > giveUpAtMs) throw new Error('the workers do not know each other');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits until each worker holds to a replication policy that was set. */
  async obeyed(policy: ReplicationPolicy): Promise<void> {
    const contexts = [...this.#workers].map(({ context }) => context);
    await until(policy, () => contexts.every(({ replication }) => replication.choice.policy === policy));
  }

  /** Creates a description of `segmentCount` segments in a frame that is 64 wide; returns its content ID. */
  async describe(title: string, segmentCount: number, height = 64, others = {}): Promise<bigint> {
    const description = parseDescription({
      ...others,
      title,
      width: 64,
      height,
      fps: 30,
      // One segment of 32 frames, the others of 240.
      scenes: [
        { duration: (32 + 240 * (segmentCount - 1)) / 30, source: { type: 'still', color: '#204060' } },
      ],
    });
    const created = await this.store.createDescription(
      descriptionDigest(description),
      canonicalDescription(description),
    );
    return created.contentId;
  }

  /** Deletes the description of `contentId`, as the catalog does. */
  async delete(contentId: bigint): Promise<void> {
    const json = await this.store.readDescription(contentId);
    if (json === undefined) throw new Error(`no description ${contentId}`);
    await this.store.deleteDescription(contentId, descriptionDigest(JSON.parse(json)));
  }

  dataDirOf(id: string): string {
    return join(this.#directory, id);
  }

  async get(
    url: string,
    contentId: bigint,
    part: string,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Answer> {
    const answer = await this.client.send({
      method: 'GET',
      url,
      path: artifactPath(contentId, part),
      headers,
      headTimeoutMs: 10_000,
      ...(signal !== undefined && { signal }),
    });
    const chunks: Buffer[] = [];
    let whole = true;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      whole = false;
    }
    const end = answer.trailers['understudy-end'];
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: Buffer.concat(chunks),
      end,
      whole,
    };
  }

  async close(): Promise<void> {
    this.client.close();
    for (const { app, context } of this.#workers) {
      await context.close();
      app.server.closeAllConnections();
      await app.close();
    }
    await this.store.close();
    await rm(this.#directory, { recursive: true });
  }
}
