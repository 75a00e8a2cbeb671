import { type ConfinementConfig, readConfinementConfig } from '@understudy/generator-ffmpeg';
import { readEnv } from '@understudy/service-kit';

export interface DoctorOptions {
  readonly ffmpegPath: string;
  readonly confinement: ConfinementConfig;
  /** Of a program that makes videos in place of ffmpeg. */
  readonly generatorFile: string | undefined;
  readonly dataDir: string;
  readonly metadataUrl: string | undefined;
  readonly metadataPrefix: string;
  readonly waitReplicas: number;
  readonly archiveUrl: string | undefined;
}

/**
 * What `understudy doctor` looks at: the variables that the services on this machine would have.
 * @throws UnderstudyError `invalid_configuration`
 */
export function readDoctorOptions(env: NodeJS.ProcessEnv): DoctorOptions {
  return readEnv(env, (read) => ({
    ffmpegPath: read.text('UNDERSTUDY_FFMPEG', 'ffmpeg'),
    confinement: readConfinementConfig(read),
    generatorFile: read.optionalText('UNDERSTUDY_GENERATOR'),
    dataDir: read.text('UNDERSTUDY_DATA', '.understudy'),
    metadataUrl: read.optionalSecret('UNDERSTUDY_METADATA_URL'),
    metadataPrefix: read.text('UNDERSTUDY_METADATA_PREFIX', 'understudy:'),
    waitReplicas: read.integer('UNDERSTUDY_METADATA_WAIT_REPLICAS', { fallback: 0, min: 0, max: 10 }),
    archiveUrl: read.optionalText('UNDERSTUDY_ARCHIVE_URL'),
  }));
}
