import { randomBytes } from 'node:crypto';
import type { Member, Membership, Revocation, RevocationList } from '@understudy/metadata-store';
import { generateKeyRing } from '@understudy/opaque-id';
import { TlsReloader } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { createContext, type RouterContext } from '../context.js';
import { FakeWorker } from './fake-worker.js';

const contentId = 42n;

/** A router in this process over scripted workers, which a test knows by their place in the preference list. */
export class TestRouter {
  readonly context: RouterContext;
  readonly app: FastifyInstance;
  readonly url: string;
  /** In the order of the preference list of the video: master, replica, … */
  readonly workers: readonly FakeWorker[];

  readonly #membership: TestMembership;

  private constructor(
    context: RouterContext,
    app: FastifyInstance,
    url: string,
    workers: readonly FakeWorker[],
    membership: TestMembership,
  ) {
    this.context = context;
    this.app = app;
    this.url = url;
    this.workers = workers;
    this.#membership = membership;
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
      // Clients, workers and other tests have the same event loop.
      UNDERSTUDY_SHED_DELAY_MS: '0',
      ...env,
    });
    const membership = new TestMembership(workers);
    const context = await createContext(config, { store: membership });
    const app = createApp(context, config.tls && new TlsReloader(config.tls).identity);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const ordered = context.members
      .candidates(contentId)
      .flatMap(({ id }) => workers.find((worker) => worker.id === id) ?? []);
    return new TestRouter(context, app, url, ordered, membership);
  }

  /** The URL of a part of the one video that the workers have. */
  part(name: string): string {
    return `${this.url}/v/${this.id}/${name}`;
  }

  /** The opaque ID of that video. */
  get id(): string {
    return this.context.ids.encode(contentId);
  }

  /** From now on these tokens and viewers are revoked, and the router has been told so. */
  async revoke(...entries: readonly Omit<Revocation, 'untilMs'>[]): Promise<void> {
    this.#membership.revoked = entries.map((entry) => ({ ...entry, untilMs: Date.now() + 60_000 }));
    await this.context.playback?.readRevocations();
  }

  /** The metadata store does not answer any more. */
  loseStore(): void {
    this.#membership.isAway = true;
  }

  /** These workers drain from now on, and no others. */
  drain(...workers: readonly FakeWorker[]): void {
    this.#membership.drain(new Set(workers.map(({ id }) => id)));
  }

  async close(): Promise<void> {
    this.app.server.closeAllConnections();
    await this.app.close();
    await this.context.close();
    await Promise.all(this.workers.map((worker) => worker.close()));
  }
}

/** Workers that are all there, and drain when a test says so; and what is revoked. */
class TestMembership {
  revoked: readonly Revocation[] = [];
  isAway = false;
  #current: Membership;
  #tell = (_membership: Membership) => {};

  constructor(workers: readonly FakeWorker[]) {
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
    this.#current = { epoch: 1, members };
  }

  async readRevocations(): Promise<RevocationList> {
    if (this.isAway) throw new Error('away');
    return { revision: JSON.stringify(this.revoked), entries: this.revoked };
  }

  watchMembership(onChange: (membership: Membership) => void) {
    this.#tell = onChange;
    onChange(this.#current);
    const membership = this;
    return {
      current: this.#current,
      get reachable() {
        return !membership.isAway;
      },
      ready: Promise.resolve(true),
      close: () => {},
    };
  }

  drain(ids: ReadonlySet<string>): void {
    const members = this.#current.members.map(
      (member): Member => ({ ...member, state: ids.has(member.id) ? 'draining' : 'active' }),
    );
    this.#current = { epoch: this.#current.epoch + 1, members };
    this.#tell(this.#current);
  }
}
