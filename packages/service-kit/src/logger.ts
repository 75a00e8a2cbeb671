import { pino } from 'pino';

export type Logger = pino.Logger;

/**
 * A JSON logger to standard output. It writes synchronously: the last line before a crash is the one that is needed.
 * `fields` stand on every line (`service`, and which of them).
 */
export function createLogger(level: string, fields: Record<string, string>): Logger {
  return pino(
    { level, base: fields, timestamp: pino.stdTimeFunctions.isoTime, errorKey: 'error' },
    pino.destination({ fd: 1, sync: true }),
  );
}
