import { pino } from 'pino';
import type { EventFeed } from './event-feed.js';
import { shownError } from './shown-error.js';

export type Logger = pino.Logger;

type Feed = Pick<EventFeed, 'add'>;

/**
 * A JSON logger to standard output. It writes synchronously: the last line before a crash is the one that is needed.
 * `fields` stand on every line (`service`, and which of them). `feed` gets each line that has an `event`, as it is written.
 */
export function createLogger(level: string, fields: Record<string, string>, feed?: Feed): Logger {
  return pino(loggerOptions(level, fields, feed), pino.destination({ fd: 1, sync: true }));
}

export function loggerOptions(
  level: string,
  fields: Record<string, string>,
  feed?: Feed,
): pino.LoggerOptions {
  return {
    level,
    base: fields,
    timestamp: pino.stdTimeFunctions.isoTime,
    errorKey: 'error',
    serializers: { error: shownError },
    ...(feed !== undefined && { hooks: { logMethod: tellEvents(fields, feed) } }),
  };
}

type LogMethod = NonNullable<NonNullable<pino.LoggerOptions['hooks']>['logMethod']>;

/** Called for what the level lets through only. */
function tellEvents(fields: Record<string, string>, feed: Feed): LogMethod {
  return function (args, method, level) {
    const [said, message] = args as unknown as [{ event?: string; error?: unknown } | string, string];
    if (typeof said === 'object' && said.event !== undefined) {
      feed.add({
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
