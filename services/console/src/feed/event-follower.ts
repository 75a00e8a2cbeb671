import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedEvent } from '@understudy/service-kit';
import { type Cursors, collect } from './collect.js';
import { followSource } from './follow-source.js';
import type { EventSource } from './sources.js';

/** How soon a worker or router that has joined is followed too. */
const lookEveryMs = 2_000;

export interface FollowerOptions {
  readonly sources: () => Promise<EventSource[]>;
  /** Where to begin with each source; with one that is not among them, with the last `history` of what it has kept. */
  readonly cursors: Cursors;
  readonly history: number;
  /**
   * Gets one event after the other, one at a time. With cursors where everything that was read is given: from there one can go on.
   * Nothing more is read of its source until it resolves.
   */
  readonly onEvent: (source: string, event: LoggedEvent, cursors: Cursors | undefined) => Promise<void>;
  /** Gets where to go on when nothing of what is kept already was given. */
  readonly onBegin: (cursors: Cursors) => void;
  readonly onGap: (source: string, what: 'away' | 'back' | 'missed') => void;
  readonly signal: AbortSignal;
}

/** Gives what all sources have kept, in the order of its times, and then what comes, as it comes. Resolves after the signal. */
export async function followAll(options: FollowerOptions): Promise<void> {
  const { sources, history, onEvent, onBegin, onGap, signal } = options;
  const first = await collect(await sources(), options.cursors, history, signal);
  const cursors = new Map(Object.entries({ ...options.cursors, ...first.cursors }));
  for (const source of first.away) onGap(source, 'away');
  for (const source of first.missed) onGap(source, 'missed');
  const isResumed = Object.keys(options.cursors).length > 0;
  const kept = isResumed ? first.events : first.events.slice(Math.max(0, first.events.length - history));
  for (const { source, event } of kept) await onEvent(source, event, undefined);
  onBegin(Object.fromEntries(cursors));

  const away = new Set(first.away);
  const followed = new Map<string, AbortController>();
  // Through one chain, so that a cursor never stands before what is still to be given.
  let given: Promise<void> = Promise.resolve();
  const give = (name: string, events: readonly LoggedEvent[], next: string) => {
    given = given.then(async () => {
      for (const [index, event] of events.entries()) {
        const isLast = index === events.length - 1;
        if (isLast) cursors.set(name, next);
        await onEvent(name, event, isLast ? Object.fromEntries(cursors) : undefined);
      }
    });
    return given;
  };
  const follow = (source: EventSource) => {
    const gone = new AbortController();
    followed.set(source.name, gone);
    void followSource({
      source,
      after: cursors.get(source.name),
      away: away.delete(source.name),
      onEvents: (events, next) => give(source.name, events, next),
      onGap: (what) => onGap(source.name, what),
      signal: AbortSignal.any([signal, gone.signal]),
    });
  };
  while (!signal.aborted) {
    const known = await sources();
    const names = new Set(known.map(({ name }) => name));
    for (const [name, gone] of followed) {
      if (names.has(name)) continue;
      gone.abort();
      followed.delete(name);
      cursors.delete(name);
    }
    for (const source of known) if (!followed.has(source.name)) follow(source);
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
