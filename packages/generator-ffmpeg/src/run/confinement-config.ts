import type { EnvReader } from '@understudy/service-kit';

export interface ConfinementConfig {
  /** `require`: nothing runs where a measure cannot be had. */
  readonly mode: 'auto' | 'require' | 'off';
  /** Who runs ffmpeg, where the worker is root. */
  readonly user: string | undefined;
  readonly limits: RunLimits;
}

/** What one run of ffmpeg or ffprobe may take at most. */
interface RunLimits {
  /** Of address space (RLIMIT_AS). */
  readonly memoryBytes: number;
  readonly cpuS: number;
  /** Of any file that it writes: it should write none. */
  readonly fileBytes: number;
  readonly openFiles: number;
}

/** What a worker reads of how ffmpeg is confined; `understudy doctor` too. */
export function readConfinementConfig(read: EnvReader): ConfinementConfig {
  return {
    mode: read.choice('UNDERSTUDY_FFMPEG_CONFINEMENT', ['auto', 'require', 'off'], 'auto'),
    user: read.optionalText('UNDERSTUDY_FFMPEG_USER'),
    limits: {
      memoryBytes: read.integer('UNDERSTUDY_FFMPEG_MEMORY_BYTES', {
        fallback: 4_000_000_000,
        min: 500_000_000,
        max: 1_000_000_000_000,
      }),
      cpuS: read.integer('UNDERSTUDY_FFMPEG_CPU_S', { fallback: 600, min: 1, max: 86_400 }),
      fileBytes: read.integer('UNDERSTUDY_FFMPEG_FILE_BYTES', {
        fallback: 1_000_000,
        min: 0,
        max: 1_000_000_000_000,
      }),
      // Each of the 100 clips that a description may name is open twice.
      openFiles: read.integer('UNDERSTUDY_FFMPEG_OPEN_FILES', { fallback: 512, min: 256, max: 65_536 }),
    },
  };
}
