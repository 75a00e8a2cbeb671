import { pino } from 'pino';
import type { LoggedEvent } from './event-feed.js';
import { shownError } from './shown-error.js';

export type Logger = pino.Logger;

/**
 * A JSON logger to standard output. It writes synchronously: the last line before a crash is the one that is needed.
 * `fields` stand on every line (`service`, and which of them). `onEvent` gets each line that has an `event`, as it is written.
 */
export function createLogger(
  level: string,
  fields: Record<string, string>,
  onEvent?: (event: LoggedEvent) => void,
): Logger {
  return pino(loggerOptions(level, fields, onEvent), pino.destination({ fd: 1, sync: true }));
}

export function loggerOptions(
  level: string,
  fields: Record<string, string>,
  onEvent?: (event: LoggedEvent) => void,
): pino.LoggerOptions {
  return {
    level,
    base: fields,
    timestamp: pino.stdTimeFunctions.isoTime,
    errorKey: 'error',
    serializers: { error: shownError },
    ...(onEvent !== undefined && { hooks: { logMethod: tellEvents(fields, onEvent) } }),
  };
}

type LogMethod = NonNullable<NonNullable<pino.LoggerOptions['hooks']>['logMethod']>;

/** Called for what the level lets through only. */
function tellEvents(fields: Record<string, string>, onEvent: (event: LoggedEvent) => void): LogMethod {
  return function (args, method, level) {
    const [said, message] = args as unknown as [{ event?: string; error?: unknown } | string, string];
    if (typeof said === 'object' && said.event !== undefined) {
      onEvent({
        time: new Date().toISOString(),
        level: pino.levels.labels[level] ?? String(level),
        ...fields,
        ...said,
        ...(said.error !== undefined && { error: shownError(said.error) }),
        event: said.event,
        message,
      });
    }
    method.apply(this, args);
  };
}
