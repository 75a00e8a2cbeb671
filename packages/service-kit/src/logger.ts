import { pino } from 'pino';
import { shownError } from './shown-error.js';

export type Logger = pino.Logger;

/**
 * A JSON logger to standard output. It writes synchronously: the last line before a crash is the one that is needed.
 * `fields` stand on every line (`service`, and which of them).
 */
export function createLogger(level: string, fields: Record<string, string>): Logger {
  return pino(loggerOptions(level, fields), pino.destination({ fd: 1, sync: true }));
}

export function loggerOptions(level: string, fields: Record<string, string>): pino.LoggerOptions {
  return {
    level,
    base: fields,
    timestamp: pino.stdTimeFunctions.isoTime,
    errorKey: 'error',
    serializers: { error: shownError },
  };
}
