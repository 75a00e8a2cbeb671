import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnderstudyError } from '@understudy/errors';
import { awaitListeningLine } from './listening-line.js';

export type ServiceName = 'router' | 'worker' | 'catalog' | 'console';

export interface ServiceExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running service. */
export interface ServiceProcess {
  readonly service: ServiceName;
  /** `router1`, `catalog`, `w1`, … A worker's name is its ID. */
  readonly name: string;
  readonly url: string;
  /** Of its private port, where it has one of its own. */
  readonly adminUrl: string | undefined;
  /** Where it shows its health in the clear, where peers need a certificate. */
  readonly healthUrl: string | undefined;
  readonly pid: number;
  readonly logFile: string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly exited: Promise<ServiceExit>;
}

export interface StartServiceOptions {
  readonly service: ServiceName;
  readonly name: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

const programOf = (service: ServiceName) =>
  fileURLToPath(new URL(`../../../../services/${service}/dist/program/main.js`, import.meta.url));
const exitWithLauncher = new URL('../../dist/process/exit-with-launcher.js', import.meta.url).href;

/** Of a failed start's log, as much as tells why. */
const shownLogLines = 5;

/**
 * Starts the compiled program of a service and waits until it listens. It writes straight into its log file, so that it does
 * not depend on us for reading.
 * @throws UnderstudyError `internal` when it ends before it listens or `signal` aborts; it is gone then.
 */
export async function startService(options: StartServiceOptions): Promise<ServiceProcess> {
  const { name, logFile, signal } = options;
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
  const log = await open(logFile, 'a', 0o600);
  let child: ChildProcess;
  let fromByte: number;
  try {
    fromByte = (await log.stat()).size;
    signal.throwIfAborted();
    child = spawn(process.execPath, ['--import', exitWithLauncher, programOf(options.service)], {
      env: options.env,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      // A process group of its own: Ctrl-C in a terminal is for the launcher, which then ends the services in order.
      detached: true,
    });
  } finally {
    await log.close();
  }
  const exited = once(child, 'exit').then(
    ([code, exitSignal]): ServiceExit => ({ code, signal: exitSignal }),
  );
  const kill = (killSignal: NodeJS.Signals) => {
    child.kill(killSignal);
  };
  const ended = new AbortController();
  exited.then(
    () => ended.abort(new Error('ended')),
    (error: unknown) => ended.abort(error),
  );
  try {
    const { url, adminUrl, healthUrl } = await awaitListeningLine(
      logFile,
      fromByte,
      AbortSignal.any([signal, ended.signal]),
    );
    // While its last words were read.
    if (ended.signal.aborted) throw ended.signal.reason;
    const pid = child.pid as number;
    return { service: options.service, name, url, adminUrl, healthUrl, pid, logFile, kill, exited };
  } catch (cause) {
    const hasEnded = ended.signal.aborted;
    if (!hasEnded) kill('SIGKILL');
    const exit = await exited;
    const why = hasEnded
      ? `${howItEnded(exit)} before it listened${hintAt(exit, options.env)}`
      : 'did not listen in time';
    throw new UnderstudyError('internal', `${name} ${why}: ${await lastLines(logFile, fromByte)}`, { cause });
  }
}

/** For a sentence that begins with the process. */
export function howItEnded({ code, signal }: ServiceExit): string {
  return signal === null ? `ended with ${code}` : `was ended by ${signal}`;
}

/** LMDB maps its file: damage in it is no error but the end of the process, which then has no last word in its log. */
function hintAt({ signal }: ServiceExit, env: StartServiceOptions['env']): string {
  const url = env['UNDERSTUDY_METADATA_URL'] ?? '';
  if (!url.startsWith('lmdb:') || signal === null || !['SIGSEGV', 'SIGBUS', 'SIGABRT'].includes(signal))
    return '';
  const file = join(url.slice('lmdb:'.length), 'data.mdb');
  return ` (perhaps the metadata store's file ${file} is damaged: docs/how-to/damaged-copies.md)`;
}

async function lastLines(logFile: string, fromByte: number): Promise<string> {
  const log = (await readFile(logFile)).subarray(fromByte).toString().trimEnd();
  return log === '' ? `nothing in ${logFile}` : log.split('\n').slice(-shownLogLines).join('\n');
}
