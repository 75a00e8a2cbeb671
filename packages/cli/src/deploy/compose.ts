import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Cluster } from '@understudy/client';

const run = promisify(execFile);
const lookTimeoutMs = 20_000;
const maxOutputBytes = 16 * 1024 * 1024;

export interface RunLimits {
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
}

/** Docker and compose as they are called here: in the folder, and with the variables, that `understudy` was called in. */
export class Compose {
  readonly #program: readonly [string, ...string[]];
  readonly #env: NodeJS.ProcessEnv;

  private constructor(program: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#env = env;
  }

  /**
   * Compose v2, or docker-compose 1.29.
   * @throws Error where there is neither
   */
  static async find(env: NodeJS.ProcessEnv): Promise<Compose> {
    for (const program of [['docker', 'compose'], ['docker-compose']] as const) {
      const [name, ...before] = program;
      const found = await run(name, [...before, 'version'], { env, timeout: lookTimeoutMs }).catch(
        () => undefined,
      );
      if (found !== undefined) return new Compose(program, env);
    }
    throw new Error('neither docker compose nor docker-compose is here');
  }

  /** The services whose names begin with `worker`. */
  async workerServices(limits: RunLimits): Promise<string[]> {
    const services = linesOf(await this.compose(['ps', '--services'], limits));
    return services.filter((service) => service.startsWith('worker'));
  }

  /** IDs of the containers of a service that are there, running or not. */
  async containersOf(service: string, limits: RunLimits): Promise<string[]> {
    return linesOf(await this.compose(['ps', '--quiet', service], limits));
  }

  /** What a template of `docker inspect` gives for each of them. */
  async inspect(template: string, containers: readonly string[], limits: RunLimits): Promise<string[]> {
    return linesOf(await this.docker(['inspect', '--format', template, ...containers], limits));
  }

  /** Seconds that a container has to end (`stop_grace_period`); 0 where its service does not say. */
  async stopTimeoutS(container: string, limits: RunLimits): Promise<number> {
    const [said] = await this.inspect(
      '{{if .Config.StopTimeout}}{{.Config.StopTimeout}}{{else}}0{{end}}',
      [container],
      limits,
    );
    return Number(said);
  }

  /** What the console says of the cluster; it is asked in its container, because nothing else reaches it. */
  async status(limits: RunLimits): Promise<Cluster> {
    const said = await this.compose(['exec', '-T', 'console', 'understudy', 'status', '--json'], limits);
    return JSON.parse(said) as Cluster;
  }

  /** @throws Error with the last that it wrote */
  compose(args: readonly string[], limits: RunLimits): Promise<string> {
    const [name, ...before] = this.#program;
    return this.#run(name, [...before, ...args], limits);
  }

  /** @throws Error with the last that it wrote */
  docker(args: readonly string[], limits: RunLimits): Promise<string> {
    return this.#run('docker', args, limits);
  }

  async #run(program: string, args: readonly string[], { timeoutMs, stop }: RunLimits): Promise<string> {
    try {
      const { stdout } = await run(program, [...args], {
        env: this.#env,
        timeout: timeoutMs,
        signal: stop,
        maxBuffer: maxOutputBytes,
      });
      return stdout;
    } catch (cause) {
      const { killed, code, stderr = '' } = cause as { killed?: boolean; code?: unknown; stderr?: string };
      const how =
        killed === true ? `did not end within ${timeoutMs / 1_000} s` : `ended with ${String(code)}`;
      const said = linesOf(stderr).at(-1);
      const command = [program, ...args].slice(0, 3).join(' ');
      throw new Error(`${command} ${how}${said === undefined ? '' : `: ${said}`}`, { cause });
    }
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
