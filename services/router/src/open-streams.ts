import { UnderstudyError } from '@understudy/errors';
import type { StreamsAnswer } from '@understudy/peer-protocol';
import { type ReadingFloor, ReadingPace } from './limits/reading-pace.js';
import type { Delivery } from './play/delivery.js';

/** Who is slow is looked for once in this time at most, whoever asks for places. */
const judgedForMs = 1_000;

/** The ways in which an open response is ended before its time, each so that its player can tell. */
export interface StreamEnds {
  readonly cut: () => void;
  /** An operator wants it to end. */
  readonly end: () => void;
  /** Its player reads too slowly, and others need its place. */
  readonly drop: () => void;
}

interface OpenStream {
  readonly ends: StreamEnds;
  readonly client: string;
  /** Whether its player is waited for. */
  readonly isBlocked: () => boolean;
  readonly pace: ReadingPace;
}

/** The responses open now, with their limit, who reads slowly among them, and the wait until there are none. */
export class OpenStreams {
  readonly #limit: number;
  /** In the order in which they began. */
  readonly #open = new Map<Delivery, OpenStream>();
  readonly #floor: ReadingFloor;
  readonly #marking: NodeJS.Timeout | undefined;
  /** Who was slow when that was looked at last, the slowest first. */
  #slow: Delivery[] = [];
  #slowAtMs = Number.NEGATIVE_INFINITY;
  #idle: (() => void) | undefined;

  constructor(limit: number, floor: ReadingFloor = { bytesPerS: 0, windowMs: 0 }) {
    this.#limit = limit;
    this.#floor = floor;
    if (floor.bytesPerS > 0) this.#marking = setInterval(() => this.#mark(), floor.windowMs).unref();
  }

  get count(): number {
    return this.#open.size;
  }

  /**
   * Opens one of `client`, which waits for its player while `isBlocked`. Where there is no place for it the slowest that reads below the floor gives its own. Returns what to call when the response ends.
   * @throws UnderstudyError `too_many_streams`
   */
  open(
    delivery: Delivery,
    ends: StreamEnds,
    { client, isBlocked }: Pick<OpenStream, 'client' | 'isBlocked'>,
  ): () => void {
    if (this.count >= this.#limit && !this.dropSlowest()) {
      throw new UnderstudyError('too_many_streams', `${this.count} responses are open`, {
        retryAfterSeconds: 5,
      });
    }
    this.#open.set(delivery, { ends, client, isBlocked, pace: new ReadingPace(performance.now()) });
    return () => {
      this.#open.delete(delivery);
      if (this.count === 0) this.#idle?.();
    };
  }

  /** The first `most` of them. */
  show(most: number): StreamsAnswer {
    const shown = [...this.#open.keys()].slice(0, most);
    return { total: this.count, streams: shown.map((delivery) => delivery.shown) };
  }

  /** Ends the response, of `client` where one is named, whose player reads slowest, if that is below the floor; whether there was one. */
  dropSlowest(client?: string): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#slowAtMs >= judgedForMs) {
      this.#slow = this.#slowestFirst(nowMs);
      this.#slowAtMs = nowMs;
    }
    const at = this.#slow.findIndex(
      (delivery) =>
        (client === undefined || this.#open.get(delivery)?.client === client) &&
        this.#slowness(delivery, nowMs) !== undefined,
    );
    const [dropped] = at === -1 ? [] : this.#slow.splice(at, 1);
    const stream = dropped && this.#open.get(dropped);
    if (dropped === undefined || stream === undefined) return false;
    // Its place is free from now on, though its end takes a moment.
    this.#open.delete(dropped);
    stream.ends.drop();
    return true;
  }

  /** Nothing is looked at any more. */
  close(): void {
    clearInterval(this.#marking);
  }

  #mark(): void {
    const nowMs = performance.now();
    for (const [delivery, { pace, isBlocked }] of this.#open) pace.mark(delivery.bytes, isBlocked(), nowMs);
  }

  #slowestFirst(nowMs: number): Delivery[] {
    return [...this.#open.keys()]
      .map((delivery) => ({ delivery, pace: this.#slowness(delivery, nowMs) }))
      .filter((each): each is { delivery: Delivery; pace: number } => each.pace !== undefined)
      .sort((a, b) => a.pace - b.pace)
      .map(({ delivery }) => delivery);
  }

  #slowness(delivery: Delivery, nowMs: number): number | undefined {
    const stream = this.#open.get(delivery);
    return stream?.pace.slowness(delivery.bytes, stream.isBlocked(), nowMs, this.#floor);
  }

  /** Cuts every one. */
  cutAll(): void {
    for (const { ends } of [...this.#open.values()]) ends.cut();
  }

  /** Ends those of a request for an operator; how many there were. A player may have given several of its requests one ID. */
  end(requestId: string): number {
    const ended = [...this.#open].filter(([{ request }]) => request.requestId === requestId);
    for (const [, { ends }] of ended) ends.end();
    return ended.length;
  }

  /** Resolves when no response is open, or after `deadlineMs`. */
  drained(deadlineMs: number): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
