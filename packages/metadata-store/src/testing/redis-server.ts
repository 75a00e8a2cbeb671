import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificates } from './certificates.js';
import { freePort } from './free-port.js';
import { launchRedis } from './redis-process.js';

/** A real Redis on a free port of 127.0.0.1 with a directory of its own, durable as one should run it. */
export interface RedisServer {
  /** With its authority, where it speaks TLS. */
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  /** Of the running process; undefined while there is none. */
  readonly pid: number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** On the same port and directory. Kills it first if it runs; resolves when it accepts connections. */
  restart(furtherArguments?: readonly string[]): Promise<void>;
  /** Ends it and removes its directory. */
  stop(): Promise<void>;
}

/** `extraArguments` follow the others, so that they win. With `certificates` it speaks TLS and nothing else. */
export async function startRedisServer(
  extraArguments: readonly string[] = [],
  certificates?: Certificates,
): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-redis-'));
  const port = await freePort();
  const launch = (furtherArguments: readonly string[]): Promise<ChildProcess> =>
    launchRedis(
      [
        ...['--bind', '127.0.0.1', '--dir', dir],
        ...(certificates === undefined ? ['--port', `${port}`] : tlsArguments(port, certificates)),
        ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
        ...extraArguments,
        ...furtherArguments,
      ],
      'Ready to accept connections',
    );
  let child: ChildProcess | undefined = await launch([]);

  const kill = async () => {
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    child = undefined;
  };

  return {
    url:
      certificates === undefined
        ? `redis://127.0.0.1:${port}`
        : `rediss://127.0.0.1:${port}?ca=${certificates.ca}`,
    port,
    dir,
    get pid() {
      return child?.pid;
    },
    kill,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    async restart(furtherArguments = []) {
      await kill();
      child = await launch(furtherArguments);
    },
    async stop() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function tlsArguments(port: number, { ca, cert, key }: Certificates): string[] {
  const files = ['--tls-ca-cert-file', ca, '--tls-cert-file', cert, '--tls-key-file', key];
  return ['--port', '0', '--tls-port', `${port}`, ...files, '--tls-auth-clients', 'optional'];
}
