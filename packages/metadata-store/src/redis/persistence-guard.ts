import { UnderstudyError } from '@understudy/errors';
import type { Redis } from 'ioredis';
import { unavailable } from '../unavailable.js';
import { persistenceFaults, persistenceParameters, type ServerFacts } from './persistence.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisTarget } from './redis-url.js';

/** What was found of a connection holds for this long: somebody may change the configuration of a running Redis. */
const goodForMs = 10_000;

/** Nothing is acknowledged by a Redis that would lose it: asked at the first connection and at every further one. */
export class PersistenceGuard {
  readonly #commands: RedisCommands;
  readonly #kind: RedisTarget['kind'];
  readonly #waitReplicas: number;
  /** One that descriptions are written to. */
  readonly #key: string;
  readonly #onUnsafe: (faults: readonly string[]) => void;
  #checked = { generation: -1, atMs: 0 };
  #checking: Promise<string[]> | undefined;
  #told = '';

  constructor(
    commands: RedisCommands,
    kind: RedisTarget['kind'],
    waitReplicas: number,
    key: string,
    onUnsafe: (faults: readonly string[]) => void,
  ) {
    this.#commands = commands;
    this.#kind = kind;
    this.#waitReplicas = waitReplicas;
    this.#key = key;
    this.#onUnsafe = onUnsafe;
  }

  /**
   * For the start: throws `invalid_configuration` when Redis would lose what it acknowledged. One that cannot be asked is
   * asked when it comes.
   */
  async assertAtStart(): Promise<void> {
    if (!this.#commands.reachable) return;
    const faults = await this.#check().catch(() => []);
    if (faults.length > 0) throw new UnderstudyError('invalid_configuration', messageOf(faults));
  }

  /** Looks at a Redis that has just come, so that what it lacks is told before somebody needs it. */
  look(): void {
    this.#check().catch(() => {});
  }

  /**
   * Runs `write` between two looks: the second shows that it was on the connections that the first was about.
   * @throws UnderstudyError `metadata_unavailable`
   */
  async around<T>(write: () => Promise<T>): Promise<T> {
    const { generation } = this.#commands;
    const isKnown =
      this.#checked.generation === generation && performance.now() - this.#checked.atMs < goodForMs;
    if (!isKnown) {
      const faults = await this.#check();
      if (faults.length > 0) throw unavailable(messageOf(faults));
      // The check was under way already, of a connection before this one.
      if (this.#checked.generation !== generation) throw unavailable('another Redis took its place');
    }
    const result = await write();
    if (this.#commands.generation !== generation) throw unavailable('another Redis may have taken it');
    return result;
  }

  /** One at a time, however many wait for it. */
  #check(): Promise<string[]> {
    this.#checking ??= this.#ask().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  async #ask(): Promise<string[]> {
    const { generation } = this.#commands;
    const servers = await this.#commands.askAll('readPersistence', (client) =>
      factsOf(client, this.#kind, this.#key),
    );
    const faults = [...new Set(servers.flatMap((facts) => persistenceFaults(facts, this.#waitReplicas)))];
    // Once, and not for each description that is refused.
    if (faults.length > 0 && faults.join() !== this.#told) this.#onUnsafe(faults);
    this.#told = faults.join();
    if (faults.length > 0) return faults;
    // Once per connection: later it is known to have a file that counts.
    if (this.#checked.generation !== generation && servers.some(({ rewriting }) => rewriting)) {
      throw unavailable('Redis writes its append-only file anew, and may have none yet');
    }
    this.#checked = { generation, atMs: performance.now() };
    return faults;
  }
}

async function factsOf(client: Redis, kind: RedisTarget['kind'], key: string): Promise<ServerFacts> {
  const [config, replication, persistence, reload] = await Promise.all([
    configOf(client),
    client.info('replication'),
    client.info('persistence'),
    reloadOf(client, key),
  ]);
  const replicas = Number(/^connected_slaves:(\d+)/m.exec(replication)?.[1] ?? 0);
  return {
    config,
    failsOver: kind === 'sentinel' || (kind === 'cluster' && replicas > 0),
    rewriting: /^aof_rewrite_(in_progress|scheduled):1/m.test(persistence),
    reload,
  };
}

async function configOf(client: Redis): Promise<Record<string, string> | undefined> {
  try {
    // One by one: only since 7.0 can several be asked for.
    const answers = await Promise.all(persistenceParameters.map((name) => client.config('GET', name)));
    return Object.fromEntries(answers.map((pair) => pair as [string, string]));
  } catch (error) {
    // Not allowed, or renamed away, as managed services do. A connection that broke is no answer.
    if (/^(NOPERM|ERR)\b/.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Whether the user `default` may do what writing descriptions does. Redis before 7.0 cannot tell: it counts as allowed. */
async function reloadOf(client: Redis, key: string): Promise<ServerFacts['reload']> {
  const writes = [
    ['HSET', key, 'field', 'value'],
    ['HDEL', key, 'field'],
    ['SET', key, 'value'],
    ['INCR', key],
    ['RPUSH', key, 'value'],
    ['ZADD', key, '0', 'member'],
    ['ZREM', key, 'member'],
  ];
  try {
    const answers = await Promise.all(
      writes.map((command) => client.call('ACL', 'DRYRUN', 'default', ...command)),
    );
    return answers.every((answer) => answer === 'OK') ? 'allowed' : 'forbidden';
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith('NOPERM')) return 'unasked';
    // Not known before 7.0, or renamed away.
    if (message.startsWith('ERR')) return 'allowed';
    throw error;
  }
}

function messageOf(faults: readonly string[]): string {
  return `Redis would lose acknowledged descriptions: ${faults.join('; ')}. UNDERSTUDY_METADATA_DURABILITY=unchecked takes the risk`;
}
