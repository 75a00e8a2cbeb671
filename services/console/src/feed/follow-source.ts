import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedEvent } from '@understudy/service-kit';
import type { EventSource } from './sources.js';

/** How long a source may keep a question for events open. */
const waitMs = 10_000;
/** Until a source that does not answer is asked again. */
const pauseMs = 1_000;
/** Of a source that comes while one follows everything is new. */
const everything = 1_000_000;

export interface FollowOptions {
  readonly source: EventSource;
  /** Where to begin; without it, with all that the source has kept. */
  readonly after: string | undefined;
  /** Whether it did not answer a moment ago, which was told. */
  readonly away: boolean;
  /** Gets the events of a source, and the cursor behind them. Nothing more is asked for until it resolves. */
  readonly onEvents: (events: readonly LoggedEvent[], next: string) => Promise<void>;
  /** That it does not answer any more, that it does again, or that it had events that are not to be had any more. */
  readonly onGap: (what: 'away' | 'back' | 'missed') => void;
  readonly signal: AbortSignal;
}

/** Asks one source for its events, again and again, until the signal. Never rejects. */
export async function followSource(options: FollowOptions): Promise<void> {
  const { source, onEvents, onGap, signal } = options;
  let { after, away } = options;
  while (!signal.aborted) {
    try {
      const question = { after, last: everything, waitMs: away ? 0 : waitMs };
      const page = await source.read(question, signal);
      if (away) onGap('back');
      away = false;
      if (page.missed) onGap('missed');
      after = page.next;
      if (page.events.length > 0) await onEvents(page.events, page.next);
    } catch {
      if (signal.aborted) return;
      if (!away) onGap('away');
      away = true;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
