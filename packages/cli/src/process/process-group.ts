import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { abortWithin } from '@understudy/service-kit';
import { type ServiceExit, type ServiceName, type ServiceProcess, startService } from './service-process.js';

export interface ProcessGroupOptions {
  readonly logDir: string;
  readonly startTimeoutMs: number;
  /** A process ended that was not to be stopped. */
  readonly onDeath: (process: ServiceProcess, exit: ServiceExit) => void;
}

/** The processes of a cluster: none is forgotten, those that are just starting included. */
export class ProcessGroup {
  readonly #options: ProcessGroupOptions;
  readonly #alive = new Set<ServiceProcess>();
  readonly #starting = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();

  constructor(options: ProcessGroupOptions) {
    this.#options = options;
  }

  /** Starts a service; see `startService`. Refused once the group is being stopped. */
  async start(
    service: ServiceName,
    name: string,
    env: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    const { logDir, startTimeoutMs, onDeath } = this.#options;
    const { signal, over } = abortWithin(startTimeoutMs, this.#stopping.signal);
    const starting = startService({ service, name, env, logFile: join(logDir, `${name}.log`), signal });
    this.#starting.add(starting);
    try {
      const process = await starting;
      this.#alive.add(process);
      void process.exited.then((exit) => {
        this.#alive.delete(process);
        if (!this.#stopping.signal.aborted) onDeath(process, exit);
      });
      return process;
    } finally {
      over();
      this.#starting.delete(starting);
    }
  }

  /**
   * SIGINT to the routers, then to all others, and SIGKILL to those left after `deadlineMs`: an open response can end only while
   * its worker goes on. Not SIGTERM: workers would try to hand over to each other. Resolves when all are gone.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopping.abort(new UnderstudyError('draining', 'the cluster is being stopped'));
    await Promise.allSettled(this.#starting);
    const timer = setTimeout(() => this.#signalAll('SIGKILL'), deadlineMs);
    await this.#end([...this.#alive].filter(({ service }) => service === 'router'));
    await this.#end([...this.#alive]);
    clearTimeout(timer);
  }

  /** SIGKILL to all. */
  kill(): void {
    this.#stopping.abort(new UnderstudyError('draining', 'the cluster is being killed'));
    this.#signalAll('SIGKILL');
  }

  async #end(processes: readonly ServiceProcess[]): Promise<void> {
    for (const process of processes) {
      process.kill('SIGINT');
      // One that was stopped could not hear the other signal.
      process.kill('SIGCONT');
    }
    await Promise.all(processes.map((process) => process.exited));
  }

  #signalAll(signal: NodeJS.Signals): void {
    for (const process of this.#alive) process.kill(signal);
  }
}
