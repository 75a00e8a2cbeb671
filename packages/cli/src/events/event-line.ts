import type { LoggedEvent } from '@understudy/client';

/** What every line says already. */
const known = new Set(['source', 'time', 'level', 'event', 'message', 'service', 'worker']);

/** One line: time, level, source, event, what it means, and its fields. */
export function eventLine(event: LoggedEvent): string {
  const fields = Object.entries(event)
    // `worker` is the source itself, but where a router or the console names one.
    .filter(([name]) => !known.has(name) || (name === 'worker' && !event.source.startsWith('worker ')))
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${fieldText(value)}`);
  const { time, level, source, message } = event;
  return [time, level.padEnd(5), source, event.event, `(${message})`, ...fields].join('  ');
}

function fieldText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { message } = value as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(value);
}
