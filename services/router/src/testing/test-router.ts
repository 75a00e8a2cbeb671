import { randomBytes } from 'node:crypto';
import type { Member, Membership } from '@understudy/metadata-store';
import { generateKeyRing } from '@understudy/opaque-id';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { createContext, type RouterContext } from '../context.js';
import { TlsReloader } from '../http/tls-reloader.js';
import { FakeWorker } from './fake-worker.js';

const contentId = 42n;

/** A router in this process over scripted workers, which a test knows by their place in the preference list. */
export class TestRouter {
  readonly context: RouterContext;
  readonly app: FastifyInstance;
  readonly url: string;
  /** In the order of the preference list of the video: master, replica, … */
  readonly workers: readonly FakeWorker[];

  private constructor(
    context: RouterContext,
    app: FastifyInstance,
    url: string,
    workers: readonly FakeWorker[],
  ) {
    this.context = context;
    this.app = app;
    this.url = url;
    this.workers = workers;
  }

  static async start(body: Buffer, env: Record<string, string> = {}, workerCount = 3): Promise<TestRouter> {
    const workers = await Promise.all(
      Array.from({ length: workerCount }, (_, index) => FakeWorker.start(`w${index + 1}`, body)),
    );
    const config = readConfig({
      UNDERSTUDY_METADATA_URL: 'unused:',
      UNDERSTUDY_CATALOG_URL: 'http://127.0.0.1:1',
      UNDERSTUDY_ID_KEYS: generateKeyRing(),
      UNDERSTUDY_PLACEMENT_KEY: randomBytes(32).toString('base64'),
      UNDERSTUDY_PEER_SECRET: randomBytes(32).toString('base64'),
      UNDERSTUDY_LOG_LEVEL: 'silent',
      UNDERSTUDY_STALL_MS: '200',
      UNDERSTUDY_PROBE_TIMEOUT_MS: '100',
      UNDERSTUDY_PROBE_INTERVAL_MS: '50',
      UNDERSTUDY_FAILOVER_DEADLINE_MS: '1500',
      ...env,
    });
    const context = await createContext(config, { store: fixedMembership(workers) });
    const app = createApp(context, config.tls && new TlsReloader(config.tls).identity);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const ordered = context.members
      .candidates(contentId)
      .flatMap(({ id }) => workers.find((worker) => worker.id === id) ?? []);
    return new TestRouter(context, app, url, ordered);
  }

  /** The URL of a part of the one video that the workers have. */
  part(name: string): string {
    return `${this.url}/v/${this.context.ids.encode(contentId)}/${name}`;
  }

  async close(): Promise<void> {
    this.app.server.closeAllConnections();
    await this.app.close();
    await this.context.close();
    await Promise.all(this.workers.map((worker) => worker.close()));
  }
}

function fixedMembership(workers: readonly FakeWorker[]) {
  const members = workers.map(
    ({ id, url }): Member => ({
      id,
      url,
      zone: id,
      capacity: 1,
      warmth: 1,
      state: 'active',
      generators: [],
      pid: 1,
    }),
  );
  const current: Membership = { epoch: 1, members };
  return {
    watchMembership(onChange: (membership: Membership) => void) {
      onChange(current);
      return { current, reachable: true, ready: Promise.resolve(true), close: () => {} };
    },
  };
}
