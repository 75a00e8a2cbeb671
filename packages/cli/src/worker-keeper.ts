import { UnderstudyError } from '@understudy/errors';
import type { ClusterEvent } from './cluster.js';
import type { ServiceProcess } from './process/service-process.js';

export interface WorkerKeeperOptions {
  readonly start: (id: string, env?: Readonly<Record<string, string>>) => Promise<ServiceProcess>;
  /** Whether dead workers are started again. */
  readonly restart: boolean;
  /** A worker came or went. */
  readonly onChange: () => Promise<void>;
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** A worker that dies at each start must not keep the machine busy with it; one whose cause is gone must not be missed for long. */
const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Before the try that follows so many in a row which came to nothing. */
export function restartPauseMs(failures: number): number {
  return Math.min(shortestPauseMs * 2 ** failures, longestPauseMs);
}

/** Which workers run. One ID has one process at most: two on one directory would damage it. */
export class WorkerKeeper {
  readonly #options: WorkerKeeperOptions;
  readonly #running = new Map<string, ServiceProcess>();
  readonly #starting = new Set<string>();
  readonly #startedAtMs = new Map<string, number>();
  /** By ID: where each listened last. */
  readonly #ports = new Map<string, string>();
  /** By ID: how often in a row it could not be started again, or died soon after. */
  readonly #failures = new Map<string, number>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(options: WorkerKeeperOptions) {
    this.#options = options;
  }

  get workers(): readonly ServiceProcess[] {
    return [...this.#running.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /** @throws UnderstudyError `invalid_configuration` when it runs already; what starting it throws. */
  async start(id: string, env?: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    if (this.#running.has(id) || this.#starting.has(id)) {
      throw new UnderstudyError('invalid_configuration', `worker ${id} runs already`);
    }
    this.#starting.add(id);
    try {
      const worker = await this.#options.start(id, env);
      this.#running.set(id, worker);
      this.#startedAtMs.set(id, performance.now());
      this.#ports.set(id, new URL(worker.url).port);
      // It may have died before it came into the map.
      void worker.exited.then(() => this.#forget(worker));
      await this.#options.onChange();
      return worker;
    } finally {
      this.#starting.delete(id);
    }
  }

  /** Called for any process of the cluster that died. */
  onDeath(dead: ServiceProcess): void {
    if (this.#running.get(dead.name) !== dead) return;
    this.#forget(dead);
    if (!this.#options.restart || this.#closed) return;
    const livedMs = performance.now() - (this.#startedAtMs.get(dead.name) ?? 0);
    if (livedMs > longestPauseMs) this.#failures.delete(dead.name);
    this.#restartLater(dead.name);
  }

  /** Restarts nothing any more. */
  close(): void {
    this.#closed = true;
    for (const pause of this.#pauses) clearTimeout(pause);
  }

  #forget(worker: ServiceProcess): void {
    if (this.#running.get(worker.name) !== worker) return;
    this.#running.delete(worker.name);
    // The file is for people and tests; that it could not be written ends nothing.
    this.#options.onChange().catch((error: unknown) => this.#tell({ type: 'file not written', error }));
  }

  async #restart(id: string): Promise<void> {
    if (this.#running.has(id) || this.#starting.has(id)) return;
    try {
      const { pid } = await this.start(id, this.#lastPlace(id));
      this.#tell({ type: 'restarted', name: id, pid });
    } catch (error) {
      if (this.#closed) return;
      this.#ports.delete(id);
      const againInMs = this.#restartLater(id);
      this.#tell({ type: 'not restarted', name: id, error, againInMs });
    }
  }

  /**
   * The port that it had: whoever knows it there finds it again, also while the metadata store cannot tell where it is. Any, where it
   * could not be started there: somebody may have that port by now.
   */
  #lastPlace(id: string): Readonly<Record<string, string>> {
    const port = this.#ports.get(id);
    return port === undefined ? {} : { UNDERSTUDY_PORT: port };
  }

  /** Gives the pause. */
  #restartLater(id: string): number {
    const failures = this.#failures.get(id) ?? 0;
    this.#failures.set(id, failures + 1);
    const pauseMs = restartPauseMs(failures);
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      void this.#restart(id);
    }, pauseMs);
    this.#pauses.add(pause);
    return pauseMs;
  }

  #tell(event: ClusterEvent): void {
    this.#options.onEvent?.(event);
  }
}
