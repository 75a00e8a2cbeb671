import { type ProgramRun, runProgram } from '@understudy/generator';
import type { Confinement } from './confinement.js';
import { makeRunFolder, removeRunFolder } from './run-folder.js';

/** A run of ffmpeg or ffprobe. */
type ConfinedRun = Pick<ProgramRun, 'program' | 'arguments' | 'stallMs' | 'nice' | 'onCpu' | 'descriptors'>;

/** Starts a run and yields its standard output; ends and throws as `runProgram` does. */
export type RunConfined = (run: ConfinedRun, signal: AbortSignal) => AsyncGenerator<Uint8Array, void>;

/**
 * The one place where ffmpeg and ffprobe are started for what others have given: as `confinement` has it, in a folder of its own that is
 * gone when the run has ended.
 */
export function confinedRuns(confinement: Confinement): RunConfined {
  return async function* confined(run, signal) {
    signal.throwIfAborted();
    const workingDir = await makeRunFolder(confinement.owner);
    try {
      const environment = { HOME: workingDir, TMPDIR: workingDir };
      yield* runProgram({ ...run, through: confinement.command, workingDir, environment }, signal);
    } finally {
      // What cannot be removed now is at the next start: no reason for a run to have failed.
      await removeRunFolder(workingDir).catch(() => undefined);
    }
  };
}
