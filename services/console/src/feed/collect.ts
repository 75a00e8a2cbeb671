import type { LoggedEvent } from '@understudy/service-kit';
import type { EventSource } from './sources.js';

/** More pages than any source keeps events for. */
const mostPages = 500;

/** Where to go on with each source, by its name. */
export type Cursors = Readonly<Record<string, string>>;

/** What all sources have kept, in the order of its times. */
export interface Collected {
  readonly events: readonly SourcedEvent[];
  readonly cursors: Cursors;
  /** Sources that do not answer. */
  readonly away: readonly string[];
}

interface SourcedEvent {
  readonly source: string;
  readonly event: LoggedEvent;
}

/** Reads what the sources have kept behind the cursors. Never rejects. */
export async function collect(
  sources: readonly EventSource[],
  cursors: Cursors,
  signal: AbortSignal,
): Promise<Collected> {
  const read = await Promise.all(sources.map((source) => readAll(source, cursors[source.name], signal)));
  return {
    events: read
      .flatMap(({ source, events }) => events.map((event) => ({ source, event })))
      .sort((a, b) => (a.event.time < b.event.time ? -1 : Number(a.event.time > b.event.time))),
    cursors: Object.fromEntries(
      read.flatMap(({ source, cursor }) => (cursor === undefined ? [] : [[source, cursor]])),
    ),
    away: read.filter(({ away }) => away).map(({ source }) => source),
  };
}

async function readAll({ name, read }: EventSource, after: string | undefined, signal: AbortSignal) {
  const events: LoggedEvent[] = [];
  let cursor = after;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const { events: found, next } = await read(cursor, 0, signal);
      cursor = next;
      events.push(...found);
      if (found.length === 0) break;
    }
  } catch {
    return { source: name, events, cursor, away: true };
  }
  return { source: name, events, cursor, away: false };
}
