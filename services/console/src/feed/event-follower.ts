import type { LoggedEvent } from '@understudy/service-kit';
import { type Cursors, collect } from './collect.js';
import { followSource } from './follow-source.js';
import type { EventSource } from './sources.js';

/** How soon a worker or router that has joined is followed too. */
const lookEveryMs = 2_000;

export interface FollowerOptions {
  readonly sources: () => Promise<EventSource[]>;
  readonly cursors: Cursors;
  /** How many of those that are kept already are given first. */
  readonly history: number;
  /**
   * Gets one event after the other; with cursors where all that was read is given, so that one can go on from there. Nothing more is
   * read of its source until it resolves.
   */
  readonly onEvent: (source: string, event: LoggedEvent, cursors: Cursors | undefined) => Promise<void>;
  readonly onGap: (source: string, what: 'away' | 'back' | 'missed') => void;
  readonly signal: AbortSignal;
}

/** Gives what all sources have kept, in the order of its times, and then what comes, as it comes. Resolves after the signal. */
export async function followAll(options: FollowerOptions): Promise<void> {
  const { sources, history, onEvent, onGap, signal } = options;
  const first = await collect(await sources(), options.cursors, signal);
  let cursors: Cursors = { ...options.cursors, ...first.cursors };
  const toldAway = new Set(first.away);
  for (const source of toldAway) onGap(source, 'away');
  const kept = history === 0 ? [] : first.events.slice(-history);
  for (const [index, { source, event }] of kept.entries())
    await onEvent(source, event, index === kept.length - 1 ? cursors : undefined);

  const followed = new Map<string, AbortController>();
  const follow = (source: EventSource) => {
    const gone = new AbortController();
    followed.set(source.name, gone);
    void followSource({
      source,
      after: cursors[source.name],
      async onEvents(events, next) {
        cursors = { ...cursors, [source.name]: next };
        for (const [index, event] of events.entries())
          await onEvent(source.name, event, index === events.length - 1 ? cursors : undefined);
      },
      onGap: (what) => {
        if (what !== 'away' || !toldAway.delete(source.name)) onGap(source.name, what);
      },
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
    }
    for (const source of known) if (!followed.has(source.name)) follow(source);
    await untilLook(signal);
  }
}

function untilLook(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, lookEveryMs);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
