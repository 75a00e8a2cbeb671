import { UnderstudyError } from '@understudy/errors';
import type { ClusterEvent } from './cluster.js';
import type { ServiceName, ServiceProcess } from './process/service-process.js';

type Environment = Readonly<Record<string, string>>;

export interface ServiceKeeperOptions {
  /** `env` are further variables of this one process. */
  readonly start: (service: ServiceName, name: string, env: Environment) => Promise<ServiceProcess>;
  /** Whether what dies is started again. */
  readonly restart: boolean;
  /** A process came or went. */
  readonly onChange: () => Promise<void>;
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** A service that dies at each start must not keep the machine busy with it; one whose cause is gone must not be missed for long. */
const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Before the try that follows so many in a row which came to nothing. */
export function restartPauseMs(failures: number): number {
  return Math.min(shortestPauseMs * 2 ** failures, longestPauseMs);
}

/** Where a URL leads, also where it leaves that to its scheme. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  return port === '' ? usual : Number(port);
}

/** Which services run. One name has one process at most: two workers on one directory would damage it. */
export class ServiceKeeper {
  readonly #options: ServiceKeeperOptions;
  /** By name: the one that runs, or ran last. */
  readonly #last = new Map<string, ServiceProcess>();
  readonly #running = new Map<string, ServiceProcess>();
  readonly #starting = new Set<string>();
  readonly #startedAtMs = new Map<string, number>();
  /** Could not be started again where they were. */
  readonly #displaced = new Set<string>();
  /** By name: how often in a row it could not be started again, or died soon after. */
  readonly #failures = new Map<string, number>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(options: ServiceKeeperOptions) {
    this.#options = options;
  }

  /** Those that run, in the order of their IDs. */
  get workers(): readonly ServiceProcess[] {
    return [...this.#running.values()]
      .filter(({ service }) => service === 'worker')
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /**
   * The one that runs, or ran last.
   * @throws UnderstudyError `not_found` when there has been none
   */
  last(name: string): ServiceProcess {
    const process = this.#last.get(name);
    if (process === undefined) throw new UnderstudyError('not_found', `${name} was never started`);
    return process;
  }

  /** @throws UnderstudyError `invalid_configuration` when it runs already; what starting it throws. */
  async start(service: ServiceName, name: string, env: Environment = {}): Promise<ServiceProcess> {
    if (this.#running.has(name) || this.#starting.has(name)) {
      throw new UnderstudyError('invalid_configuration', `${service} ${name} runs already`);
    }
    this.#starting.add(name);
    try {
      const process = await this.#options.start(service, name, env);
      this.#last.set(name, process);
      this.#displaced.delete(name);
      this.#running.set(name, process);
      this.#startedAtMs.set(name, performance.now());
      // It may have died before it came into the map.
      void process.exited.then(() => this.#forget(process));
      await this.#options.onChange();
      return process;
    } finally {
      this.#starting.delete(name);
    }
  }

  /**
   * Starts one that died where others know it, at its port.
   * @throws UnderstudyError `not_found` when there has been none; what `start` throws
   */
  startAgain(name: string): Promise<ServiceProcess> {
    const { service, url } = this.last(name);
    return this.start(service, name, { UNDERSTUDY_PORT: String(portOf(url)) });
  }

  /** Called for any process of the cluster that died. Gives the ms until it is started again, where it is. */
  onDeath(dead: ServiceProcess): number | undefined {
    if (this.#running.get(dead.name) !== dead) return;
    this.#forget(dead);
    if (!this.#options.restart || this.#closed) return;
    const livedMs = performance.now() - (this.#startedAtMs.get(dead.name) ?? 0);
    if (livedMs > longestPauseMs) this.#failures.delete(dead.name);
    return this.#restartLater(dead.name);
  }

  /** Restarts nothing any more. */
  close(): void {
    this.#closed = true;
    for (const pause of this.#pauses) clearTimeout(pause);
  }

  #forget(process: ServiceProcess): void {
    if (this.#running.get(process.name) !== process) return;
    this.#running.delete(process.name);
    // The file is for people and tests; that it could not be written ends nothing.
    this.#options.onChange().catch((error: unknown) => this.#tell({ type: 'file not written', error }));
  }

  async #restart(name: string): Promise<void> {
    if (this.#running.has(name) || this.#starting.has(name)) return;
    try {
      const { pid } = await this.#startWhereItMay(name);
      this.#tell({ type: 'restarted', name, pid });
    } catch (error) {
      if (this.#closed) return;
      this.#displaced.add(name);
      const againInMs = this.#restartLater(name);
      this.#tell({ type: 'not restarted', name, error, againInMs });
    }
  }

  /**
   * At its port: whoever knows it there finds it again, also while the metadata store cannot tell where it is. A worker that could not be
   * started there may have any, since somebody may have that port by now; all others are known by theirs alone.
   */
  #startWhereItMay(name: string): Promise<ServiceProcess> {
    const { service } = this.last(name);
    const isDisplaced = this.#displaced.has(name);
    return service === 'worker' && isDisplaced ? this.start(service, name) : this.startAgain(name);
  }

  /** Gives the pause. */
  #restartLater(name: string): number {
    const failures = this.#failures.get(name) ?? 0;
    this.#failures.set(name, failures + 1);
    const pauseMs = restartPauseMs(failures);
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      void this.#restart(name);
    }, pauseMs);
    this.#pauses.add(pause);
    return pauseMs;
  }

  #tell(event: ClusterEvent): void {
    this.#options.onEvent?.(event);
  }
}
