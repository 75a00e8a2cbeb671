import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { type Bounds, boundedCommand, killGroup } from './bounds.js';
import { takeChildrenCpuS } from './children-cpu.js';
import { giveWay } from './give-way.js';
import { StderrTail } from './stderr-tail.js';

export interface ProgramRun {
  /** Path or name of the program. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** No output for this long while somebody waits for it: the run is killed. */
  readonly stallMs: number;
  /** By how much others come before it where there are too few processors, 0 to 19. */
  readonly nice?: number;
  /** What it reads on standard input; nothing when left out. */
  readonly input?: string | Uint8Array;
  /** Its environment, besides PATH and LC_ALL. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** Open files that it has as well, as its descriptors from 3 on; from 4 on with `bounds`. They stay open here. */
  readonly descriptors?: readonly number[];
  /** A command that becomes the program, which is put behind it, by exec: the process is the same. */
  readonly through?: readonly string[];
  /** For a program that is not known to behave. */
  readonly bounds?: Bounds;
  /** Told the CPU seconds of a run that came to its own good end, where they can be known. */
  readonly onCpu?: (cpuS: number) => void;
}

/**
 * Runs a program and yields its standard output as it comes. A slow reader holds it up through the pipe.
 *
 * However this ends (done, error, abort, the reader leaves) the process has been reaped when it does; with `bounds`, or
 * where `through` makes it the leader of a process group, all that it started are killed with it. SIGKILL, because with SIGTERM ffmpeg writes a tail that belongs to no full run.
 *
 * @throws generator_unavailable when the program cannot be started, generator_failed when it exits with anything but 0 or exceeds a
 * bound, generator_stalled; the signal's reason when aborted.
 */
export async function* runProgram(run: ProgramRun, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  signal.throwIfAborted();
  const { bounds, stallMs, through = [] } = run;
  const child = start(run);
  const exited = exitOf(child);
  if (run.nice !== undefined) giveWay(child, run.nice);
  const stderr = new StderrTail(child.stderr as NonNullable<typeof child.stderr>);
  const stdout = child.stdout as NonNullable<typeof child.stdout>;
  // What stands before it may have made it the leader of a group, or not yet.
  const kill = () => {
    if (bounds !== undefined || through.length > 0) killGroup(child);
    if (bounds === undefined) child.kill('SIGKILL');
  };
  signal.addEventListener('abort', kill, { once: true });
  let tooLong: UnderstudyError | undefined;
  const clock =
    bounds &&
    setTimeout(() => {
      tooLong = new UnderstudyError('generator_failed', `${run.program} ran longer than ${bounds.runMs} ms`);
      kill();
    }, bounds.runMs);
  let bytes = 0;
  try {
    const output = stdout[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    while (true) {
      const next = await withinStall(output.next(), stallMs);
      if (next.done) break;
      bytes += next.value.byteLength;
      if (bounds !== undefined && bytes > bounds.outputBytes)
        throw new UnderstudyError(
          'generator_failed',
          `${run.program} wrote more than ${bounds.outputBytes} bytes`,
        );
      yield next.value;
    }
    const end = await withinStall(exited, stallMs);
    signal.throwIfAborted();
    if (tooLong !== undefined) throw tooLong;
    // 126 and 127 are what shells and others say of a program that they cannot run.
    const isExecuted = bounds !== undefined || through.length > 0;
    const cannotRun = isExecuted && (end.code === 126 || end.code === 127);
    if (end.spawnError !== undefined || cannotRun) {
      const says = cannotRun ? `: ${stderr.text()}` : '';
      throw new UnderstudyError('generator_unavailable', `cannot run ${run.program}${says}`, {
        cause: end.spawnError,
      });
    }
    if (end.code !== 0) {
      throw new UnderstudyError(
        'generator_failed',
        `${run.program} ended with ${end.code ?? end.signal}: ${stderr.text()}`,
      );
    }
    if (end.cpuS !== undefined && end.cpuS > 0) run.onCpu?.(end.cpuS);
  } catch (error) {
    signal.throwIfAborted();
    if (tooLong !== undefined) throw tooLong;
    if (isUnderstudyError(error)) throw error;
    throw new UnderstudyError('generator_failed', `reading from ${run.program} failed`, { cause: error });
  } finally {
    clearTimeout(clock);
    signal.removeEventListener('abort', kill);
    kill();
    await exited;
    for (const stream of child.stdio) stream?.destroy();
  }
}

function start({
  program,
  arguments: args,
  input,
  environment,
  workingDir,
  descriptors = [],
  through = [],
  bounds,
  nice,
}: ProgramRun): ChildProcess {
  // Little of the environment: FFREPORT, for one, would make ffmpeg write files.
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...environment };
  const [first = program, ...others] = [...through, program, ...args];
  const [command, commandArguments] =
    bounds === undefined ? [first, others] : boundedCommand(first, others, bounds);
  const child = spawn(command, commandArguments, {
    stdio: [
      input === undefined ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      ...(bounds === undefined ? [] : ['pipe' as const]),
      ...descriptors,
    ],
    env,
    // The leader of a session: with bounds so that all that it starts is killed with it, to give way so that its session can.
    detached: bounds !== undefined || nice !== undefined,
    ...(workingDir !== undefined && { cwd: workingDir }),
  });
  for (const stream of [child.stdin, child.stdio[3]]) {
    // A program need not read its input to the end, and may be gone before it is written.
    stream?.on('error', () => undefined);
  }
  if (input !== undefined) (child.stdin as Writable).end(input);
  return child;
}

interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly spawnError?: Error;
  readonly cpuS?: number | undefined;
}

function exitOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, cpuS: takeChildrenCpuS() }));
    // Only a failed start: `kill` on a process that is gone raises no error event.
    child.once('error', (spawnError) => resolve({ code: null, signal: null, spawnError }));
  });
}

/** A pause of this process counts for so long at most: the program may have stood still with it. */
const sliceMs = 1_000;

/** The time in which a reader does not ask is not counted: this runs only while one waits. */
async function withinStall<T>(promise: Promise<T>, stallMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let over: NodeJS.Immediate | undefined;
  const stalled = new Promise<never>((_, reject) => {
    const wait = (leftMs: number) => {
      const ms = Math.min(leftMs, sliceMs);
      timer = setTimeout(() => {
        if (leftMs > ms) wait(leftMs - ms);
        // Timers run before what has arrived is read.
        else
          over = setImmediate(() =>
            reject(new UnderstudyError('generator_stalled', `no output for ${stallMs} ms`)),
          );
      }, ms);
    };
    wait(stallMs);
  });
  try {
    return await Promise.race([promise, stalled]);
  } finally {
    clearTimeout(timer);
    clearImmediate(over);
  }
}
