import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { StderrTail } from './stderr-tail.js';

export interface FfmpegRun {
  /** Path or name of the program. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** No output for this long while somebody waits for it: the run is killed. */
  readonly stallMs: number;
  /** By how much others come before it where there are too few processors, 0 to 19. */
  readonly nice?: number;
}

/**
 * Runs ffmpeg and yields its standard output as it comes. A slow reader holds ffmpeg up through the pipe.
 *
 * However this ends (done, error, abort, the reader leaves) the process has been reaped when it does. SIGKILL, because with
 * SIGTERM ffmpeg writes a tail that belongs to no full run.
 *
 * @throws generator_unavailable when the program cannot be started, generator_failed when it exits with anything but 0,
 * generator_stalled; the signal's reason when aborted.
 */
export async function* runFfmpeg(run: FfmpegRun, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  signal.throwIfAborted();
  // Little of the environment: FFREPORT, for one, would make ffmpeg write files.
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
  const child = spawn(run.program, run.arguments, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const exited = exitOf(child);
  if (run.nice !== undefined) giveWay(child.pid, run.nice);
  const stderr = new StderrTail(child.stderr);
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    const output = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    while (true) {
      const next = await withinStall(output.next(), run.stallMs);
      if (next.done) break;
      yield next.value;
    }
    const end = await withinStall(exited, run.stallMs);
    signal.throwIfAborted();
    if (end.spawnError) {
      throw new UnderstudyError('generator_unavailable', `cannot run ${run.program}`, {
        cause: end.spawnError,
      });
    }
    if (end.code !== 0) {
      throw new UnderstudyError(
        'generator_failed',
        `ffmpeg ended with ${end.code ?? end.signal}: ${stderr.text()}`,
      );
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isUnderstudyError(error)) throw error;
    throw new UnderstudyError('generator_failed', 'reading from ffmpeg failed', { cause: error });
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await exited;
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Before it has any thread but its first: those that follow are as nice as that. */
function giveWay(pid: number | undefined, nice: number): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // It has ended already.
  }
}

interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly spawnError?: Error;
}

function exitOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    // Only a failed start: `kill` on a process that is gone raises no error event.
    child.once('error', (spawnError) => resolve({ code: null, signal: null, spawnError }));
  });
}

/** The time in which a reader does not ask is not counted: this runs only while one waits. */
async function withinStall<T>(promise: Promise<T>, stallMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnderstudyError('generator_stalled', `no output for ${stallMs} ms`)),
      stallMs,
    );
  });
  try {
    return await Promise.race([promise, stalled]);
  } finally {
    clearTimeout(timer);
  }
}
