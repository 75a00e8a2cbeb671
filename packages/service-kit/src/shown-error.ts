import { pino } from 'pino';

/**
 * What was thrown, as it stands in the log. An error of ioredis carries the command that failed, which may be a login with its
 * password. The metadata store hands none of those on; this is for whoever does.
 */
export function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { command: _, ...shown } = pino.stdSerializers.err(error) as pino.SerializedError & {
    readonly command?: unknown;
  };
  return shown;
}
