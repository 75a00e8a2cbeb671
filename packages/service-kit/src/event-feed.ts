import { randomUUID } from 'node:crypto';

/** One event as it was logged: the fields of its line, and the text of the line in `message`. */
export interface LoggedEvent {
  /** RFC 3339. */
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface EventPage {
  readonly events: readonly LoggedEvent[];
  /** Where to go on: `after` of the next question. */
  readonly next: string;
  /** Whether there are more already. */
  readonly isFull: boolean;
  /** Whether some that came after `after` are not kept any more, or the process is another one by now. */
  readonly missed: boolean;
}

/** More would make an answer larger than a peer takes. */
const pageSize = 200;

/**
 * The last events of a process, for those who look at the cluster: the same that the log has, at the level that the log has. Cursors
 * are `<process>:<number>`, so that one of an earlier process is told from one of this.
 */
export class EventFeed {
  readonly #process = randomUUID();
  readonly #capacity: number;
  readonly #events: LoggedEvent[] = [];
  /** The number of the first one kept. */
  #first = 0;
  #waiting = new Set<() => void>();

  /** `capacity`: how many are kept. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(event: LoggedEvent): void {
    this.#events.push(event);
    if (this.#events.length > this.#capacity) {
      this.#events.shift();
      this.#first += 1;
    }
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /**
   * The events after a cursor, oldest first; without one, or with one that means nothing here, the `last` of those that are kept. Where
   * there is none it waits for one, for `waitMs` at most.
   */
  async after(cursor: string | undefined, waitMs: number, last = this.#capacity): Promise<EventPage> {
    const asked = this.#numberOf(cursor);
    const from = asked ?? Math.max(this.#first, this.#end - last);
    if (from === this.#end && waitMs > 0) await this.#more(waitMs);
    const start = Math.max(from, this.#first);
    const events = this.#events.slice(start - this.#first, start - this.#first + pageSize);
    return {
      events,
      next: `${this.#process}:${start + events.length}`,
      isFull: start + events.length < this.#end,
      missed: start > from || (cursor !== undefined && asked === undefined),
    };
  }

  get #end(): number {
    return this.#first + this.#events.length;
  }

  #numberOf(cursor: string | undefined): number | undefined {
    const [, process, number] = /^([0-9a-f-]{36}):(\d{1,15})$/.exec(cursor ?? '') ?? [];
    const after = Number(number);
    return process === this.#process && after <= this.#end ? after : undefined;
  }

  #more(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, waitMs);
      timer.unref();
      this.#waiting.add(wake);
    });
  }
}
