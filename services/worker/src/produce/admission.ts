import { UnderstudyError } from '@understudy/errors';
import type { WorkerConfig } from '../config.js';
import { KeyTurns, type Turn } from './key-turns.js';

export interface AdmissionLimits {
  /** How many generator runs at once. */
  readonly running: number;
  /** How many may wait for their turn; the next one is refused. */
  readonly waiting: number;
  /** How long one may wait: from the moment on at which it is due. */
  readonly waitMs: number;
  /** What is due within this time goes before what is new. */
  readonly leadMs: number;
  /** What is new is refused at once where what goes before it will take longer than this. */
  readonly backlogMs: number;
  /** Of so many viewers of a key it is remembered what they had, for as long as anything of that key runs or waits. */
  readonly flows: number;
}

interface Running {
  readonly price: number;
  readonly givesWay: boolean;
  readonly beganAtMs: number;
}

/** A run that asks for its turn. */
export interface Run {
  /** On the clock of `performance.now()`; undefined for what is new. */
  readonly dueMs?: number | undefined;
  /** Who had it described, and who watches it: see `KeyTurns`. */
  readonly key?: string;
  readonly flow?: string;
  /** What it costs, in generation-seconds. */
  readonly price?: number;
  /** Whoever pays for it has had more than a share: see `AddressBudgets`. */
  readonly givesWay?: boolean;
  /** Whether anybody waits for it still: work goes on for a while without. */
  readonly isWanted?: () => boolean;
}

interface Waiting extends Turn, Required<Pick<Run, 'givesWay' | 'isWanted'>> {
  readonly dueMs: number | undefined;
  enter(): void;
  leave(why: unknown): void;
}

const always = () => true;
/** Where such a run has no place, none has. */
const usual = { givesWay: false };
const isLate = ({ givesWay, isWanted }: Waiting) => givesWay || !isWanted();
const isNew = ({ dueMs }: Waiting) => dueMs === undefined;

export function createAdmission(config: WorkerConfig): Admission {
  return new Admission({
    running: config.generators,
    waiting: config.generatorQueue,
    waitMs: config.generatorWaitMs,
    leadMs: config.generatorLeadMs,
    backlogMs: config.generatorBacklogMs,
    flows: config.addressesKept,
  });
}

/**
 * Lets a limited number of generator runs go on at once; the others wait, within limits. First comes what is due soon, what is due first
 * before the rest (earliest deadline first: Liu and Layland, Scheduling Algorithms for Multiprogramming, 1973, section 7): what is being
 * watched goes on. Then what is new, fairly between those who ask for it (see `KeyTurns`); then, in the same order, what gives way, or is not wanted any more; then what is far ahead of its
 * players. What gives way holds no place that one needs that does not: beside it so many run as if it did not. So in an
 * overload it is what is new that waits for too long, and is refused before anything of it was shown: first that of whoever asks for most.
 *
 * Who has a place depends on what runs alone, not on the time, nor on who is waited for. So whenever one comes or ends all that have one begin, and between two such moments nobody
 * who waits has one.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  /** In the order in which they came. */
  readonly #queue: Waiting[] = [];
  readonly #turns: KeyTurns;
  readonly #running = new Set<Running>();

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
    this.#turns = new KeyTurns(limits.flows);
  }

  get running(): number {
    return this.#running.size;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether the next run would wait. */
  get full(): boolean {
    return this.#running.size >= this.#limits.running;
  }

  /** In how many seconds all that waits would have begun, by its prices. */
  get backlogS(): number {
    return this.#queue.length === 0 ? 0 : this.#waitS(this.#queue, true);
  }

  /**
   * Resolves with the function that gives the place back. Where no more may wait, the last of what gives way is refused; where nothing does, the last of what
   * is new; where nothing is, what would come last.
   * @throws UnderstudyError `generator_queue_full`, `timed_out`; the signal's reason.
   */
  enter(
    signal: AbortSignal,
    { dueMs, key = '', flow = '', price = 0, givesWay = false, isWanted = always }: Run = {},
  ): Promise<() => void> {
    signal.throwIfAborted();
    const turn = this.#turns.arrive(key, flow, price);
    // Not all of it below: of a spread and six fields more V8 makes objects that it takes four times as long to put in order.
    const run = { ...turn, givesWay, isWanted };
    return new Promise((resolve, reject) => {
      const abort = () => waiting.leave(signal.reason);
      const leaveQueue = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
      };
      const waiting: Waiting = {
        ...run,
        dueMs,
        enter: () => {
          leaveQueue();
          resolve(this.#place(turn, givesWay));
        },
        leave: (why) => {
          leaveQueue();
          this.#turns.leave(turn);
          reject(why);
        },
      };
      const nowMs = performance.now();
      const untilDueMs = Math.max(0, (dueMs ?? nowMs) - nowMs);
      const timer = setTimeout(() => waiting.leave(this.#waitedTooLong()), untilDueMs + this.#limits.waitMs);
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(waiting);
      this.#startThose();
      if (this.#queue.length > this.#limits.waiting) this.#refuseOne();
      else if (isNew(waiting) && this.#queue.includes(waiting)) this.#refuseTooLate(waiting);
    });
  }

  /** All that have a place begin, in order. */
  #startThose(): void {
    if (!this.#hasPlaceFor(usual)) return;
    for (const next of this.#inOrder()) {
      if (!this.#hasPlaceFor(next)) continue;
      next.enter();
      if (!this.#hasPlaceFor(usual)) return;
    }
  }

  #refuseOne(): void {
    const inOrder = this.#inOrder();
    const last = inOrder.findLast(({ givesWay }) => givesWay) ?? inOrder.findLast(isNew) ?? inOrder.at(-1);
    last?.leave(this.#queueFull());
  }

  /** What is new need not wait for what it would not live to see. */
  #refuseTooLate(waiting: Waiting): void {
    const inOrder = this.#inOrder();
    const waitS = this.#waitS(inOrder.slice(0, inOrder.indexOf(waiting)), waiting.givesWay);
    const overS = waitS - this.#limits.backlogMs / 1_000;
    if (overS > 0) waiting.leave(this.#backlogTooLong(waitS, overS));
  }

  /** How long those who go before one, and what is left of what runs now and does not give way to it, keep the generators busy. */
  #waitS(before: readonly Waiting[], givesWay: boolean): number {
    const nowMs = performance.now();
    let ahead = before.reduce((sum, { price }) => sum + price, 0);
    for (const { price, beganAtMs } of this.#inWayOf(givesWay))
      ahead += Math.max(0, price - (nowMs - beganAtMs) / 1_000);
    return ahead / this.#limits.running;
  }

  /** Who waits, whose turn is next first. */
  #inOrder(): Waiting[] {
    const soonMs = performance.now() + this.#limits.leadMs;
    const due = this.#queue.filter((each) => !isNew(each)).sort((a, b) => (a.dueMs ?? 0) - (b.dueMs ?? 0));
    const soon = due.filter(({ dueMs = 0 }) => dueMs < soonMs);
    const inTurn = [...soon, ...this.#turns.order(this.#queue.filter(isNew))];
    return [...inTurn.filter((each) => !isLate(each)), ...inTurn.filter(isLate), ...due.slice(soon.length)];
  }

  #queueFull(): UnderstudyError {
    return new UnderstudyError('generator_queue_full', `${this.#limits.waiting} runs are waiting`, {
      retryAfterSeconds: 5,
    });
  }

  #backlogTooLong(waitS: number, overS: number): UnderstudyError {
    return new UnderstudyError('generator_queue_full', `it would wait for ${waitS.toFixed(1)} s`, {
      retryAfterSeconds: Math.max(1, Math.ceil(overS)),
    });
  }

  #waitedTooLong(): UnderstudyError {
    return new UnderstudyError('timed_out', `waited ${this.#limits.waitMs} ms for a generator`, {
      retryAfterSeconds: 5,
    });
  }

  #hasPlaceFor({ givesWay }: Pick<Waiting, 'givesWay'>): boolean {
    return this.#inWayOf(givesWay).length < this.#limits.running;
  }

  /** What runs in the places that a run could have. */
  #inWayOf(givesWay: boolean): Running[] {
    return [...this.#running].filter((run) => givesWay || !run.givesWay);
  }

  /** A place is handed to the next in line without becoming free in between. */
  #place(turn: Turn, givesWay: boolean): () => void {
    this.#turns.begin(turn);
    const run = { price: turn.price, givesWay, beganAtMs: performance.now() };
    this.#running.add(run);
    return () => {
      if (!this.#running.delete(run)) return;
      this.#turns.end(turn);
      this.#startThose();
      if (this.#running.size === 0) this.#turns.reset();
    };
  }
}
