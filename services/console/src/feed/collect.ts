import type { LoggedEvent } from '@understudy/service-kit';
import type { EventSource } from './sources.js';

/** Where to go on with each source, by its name. */
export type Cursors = Readonly<Record<string, string>>;

/** What the sources have kept, in the order of its times. */
export interface Collected {
  readonly events: readonly SourcedEvent[];
  readonly cursors: Cursors;
  /** Sources that do not answer. */
  readonly away: readonly string[];
  /** Sources that had events behind their cursor which are not kept any more. */
  readonly missed: readonly string[];
}

interface SourcedEvent {
  readonly source: string;
  readonly event: LoggedEvent;
}

/** Reads what the sources have kept behind the cursors; of one without a cursor the `last` of it. Never rejects. */
export async function collect(
  sources: readonly EventSource[],
  cursors: Cursors,
  last: number,
  signal: AbortSignal,
): Promise<Collected> {
  const read = await Promise.all(
    sources.map((source) => readAll(source, cursors[source.name], last, signal)),
  );
  const namesOf = (those: typeof read) => those.map(({ source }) => source);
  return {
    events: read
      .flatMap(({ source, events }) => events.map((event) => ({ source, event })))
      .sort((a, b) => (a.event.time < b.event.time ? -1 : Number(a.event.time > b.event.time))),
    cursors: Object.fromEntries(
      read.flatMap(({ source, cursor }) => (cursor === undefined ? [] : [[source, cursor]])),
    ),
    away: namesOf(read.filter(({ away }) => away)),
    missed: namesOf(read.filter(({ missed }) => missed)),
  };
}

async function readAll(
  { name, read }: EventSource,
  after: string | undefined,
  last: number,
  signal: AbortSignal,
) {
  const events: LoggedEvent[] = [];
  let cursor = after;
  let missed = false;
  try {
    for (let isFull = true; isFull; ) {
      const page = await read({ after: cursor, last, waitMs: 0 }, signal);
      cursor = page.next;
      missed ||= page.missed;
      events.push(...page.events);
      // What comes meanwhile is for whoever follows.
      isFull = page.isFull;
    }
  } catch {
    return { source: name, events, cursor, missed, away: true };
  }
  return { source: name, events, cursor, missed, away: false };
}
