import { readEnv } from '@understudy/service-kit';

export interface MetadataOptions {
  readonly dataDir: string | undefined;
  readonly metadataUrl: string;
  readonly metadataPrefix: string;
  /** Nobody waits for a single description here, so there is more time than a service has. */
  readonly timeoutMs: number;
  readonly waitReplicas: number;
  readonly durability: 'required' | 'unchecked';
}

/**
 * Which store `understudy metadata` works on, from the variables of the catalog.
 * @throws UnderstudyError `invalid_configuration`
 */
export function readMetadataOptions(env: NodeJS.ProcessEnv): MetadataOptions {
  return readEnv(env, (read) => ({
    dataDir: read.optionalText('UNDERSTUDY_DATA'),
    metadataUrl: read.secret('UNDERSTUDY_METADATA_URL'),
    metadataPrefix: read.text('UNDERSTUDY_METADATA_PREFIX', 'understudy:'),
    timeoutMs: read.integer('UNDERSTUDY_METADATA_TIMEOUT_MS', { fallback: 5_000, min: 50, max: 60_000 }),
    waitReplicas: read.integer('UNDERSTUDY_METADATA_WAIT_REPLICAS', { fallback: 0, min: 0, max: 10 }),
    durability: read.choice('UNDERSTUDY_METADATA_DURABILITY', ['required', 'unchecked'], 'required'),
  }));
}
