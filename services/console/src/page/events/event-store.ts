import type { LoggedEvent } from '@understudy/client';
import type { Gap } from '../api/follow-events.js';

/** A line of the list: an event, and a number that no other line has. */
export interface EventLine extends LoggedEvent {
  readonly line: number;
}

/** The last events, oldest first, and which sources are missing. */
export class EventStore {
  readonly #capacity: number;
  #lines: EventLine[] = [];
  #added = 0;
  readonly #away = new Map<string, number>();

  /** `capacity`: how many lines are kept. */
  constructor(capacity = 2_000) {
    this.#capacity = capacity;
  }

  /** Another array whenever something was added. */
  get lines(): readonly EventLine[] {
    return this.#lines;
  }

  /** Sources that do not answer: what happens there is not in the list. */
  get away(): readonly string[] {
    return [...this.#away.keys()].sort();
  }

  add(events: readonly LoggedEvent[]): void {
    const added = events.slice(-this.#capacity).map((event) => {
      this.#added += 1;
      return { ...event, line: this.#added };
    });
    this.#lines = [...this.#lines, ...added].slice(-this.#capacity);
  }

  /** Since when a source does not answer. */
  awaySinceMs(source: string): number | undefined {
    return this.#away.get(source);
  }

  /** Sources that have left the cluster are not missed. */
  keepSources(known: ReadonlySet<string>): void {
    for (const source of this.#away.keys()) if (!known.has(source)) this.#away.delete(source);
  }

  /** A gap stands in the list too: what is not there must not look as if it had not happened. */
  tell(source: string, what: Gap, nowMs: number): void {
    if (what === 'away') this.#away.set(source, nowMs);
    else this.#away.delete(source);
    const gap = { source, time: new Date(nowMs).toISOString(), ...gaps[what] };
    this.add([gap]);
  }
}

const gaps = {
  away: { level: 'warn', event: 'feed.away', message: 'does not answer; its events are missing here' },
  back: { level: 'info', event: 'feed.back', message: 'answers again' },
  missed: { level: 'warn', event: 'feed.missed', message: 'has events that are not kept any more' },
} as const;
