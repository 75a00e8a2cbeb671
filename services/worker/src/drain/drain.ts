import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';

/** How often it is looked whether anything is left: nothing else tells of the last of it. */
const lookEveryMs = 25;

/** What still keeps a worker here. */
export interface Left {
  readonly streams: number;
  readonly generating: number;
  /** Copies that are not known to be complete elsewhere. */
  readonly copies: number;
}

export interface DrainOptions {
  readonly selfId: string;
  /** Whether the view shows what this process has announced. */
  readonly isShown: () => boolean;
  readonly view: () => MembershipView;
  readonly deadlineMs: number;
  /** Tells the cluster that this worker drains, whatever the operator wishes. False where the metadata store cannot be told. */
  readonly announce: () => Promise<boolean>;
  readonly left: () => Left;
  /** How many copies are here, wherever else they are. */
  readonly copies: () => number;
  /** Sole copies are to be seen to at once. */
  readonly onBegin: () => void;
  readonly onUndone: () => void;
  readonly events: Pick<WorkerEvents, 'drainBegan' | 'drainUndone' | 'drainEnded'>;
}

/**
 * How a worker goes without anybody noticing. It takes nothing new; what it generates goes on elsewhere from the next segment; routers
 * move its responses; copies that nobody else has are copied. Begins when an operator wishes it, which can be undone, or when
 * the process is told to end.
 *
 *     active ──wish, SIGTERM──▶ draining ──nothing is left, or the deadline──▶ drained
 *        ▲                         │
 *        └────the wish is undone───┘
 */
export class Drain {
  readonly #options: DrainOptions;
  #undone = new AbortController();
  #isWish = false;
  #running: Promise<void> | undefined;
  #resolveDrained: () => void = () => {};
  /** Resolves when an operator's wish is fulfilled: the process is to end. */
  readonly drained = new Promise<void>((resolve) => {
    this.#resolveDrained = resolve;
  });

  constructor(options: DrainOptions) {
    this.#options = options;
  }

  /** Whether this worker takes nothing new. */
  get active(): boolean {
    return this.#running !== undefined;
  }

  /** Whether somebody else can take over: otherwise it goes on with what it has to. */
  get hasSuccessors(): boolean {
    const { view, selfId } = this.#options;
    return view().members.some(({ id, state }) => id !== selfId && state === 'active');
  }

  /** The membership is another one, or this process is a member now: the operator may wish it, or no longer. */
  membershipChanged(): void {
    const { view, selfId, isShown } = this.#options;
    // A process that was killed while it drained has left that behind; it is not a wish for the one that has its place.
    const isWished = isShown() && view().member(selfId)?.state === 'draining';
    if (isWished && this.#running === undefined) {
      this.#isWish = true;
      void this.#begin();
    } else if (!isWished && this.#isWish && this.#running !== undefined) {
      this.#undone.abort();
    }
  }

  /** The process is to end: drains, whatever the operator wishes from now on. Resolves when that is over. */
  async finish(): Promise<void> {
    this.#isWish = false;
    // Without the store nobody can be told: those who lose their responses go on elsewhere as after a crash.
    if (!(await this.#options.announce())) return;
    await (this.#running ?? this.#begin());
  }

  #begin(): Promise<void> {
    this.#undone = new AbortController();
    this.#running = this.#run(this.#undone.signal);
    return this.#running;
  }

  async #run(undone: AbortSignal): Promise<void> {
    const { left, copies, onBegin, onUndone, deadlineMs, events } = this.#options;
    const startedAtMs = performance.now();
    // Of how many nobody else has is not known yet.
    events.drainBegan({ ...left(), copies: copies() });
    onBegin();
    for (;;) {
      const tookMs = performance.now() - startedAtMs;
      const now = this.#relevant(left());
      const isOver = now.streams + now.generating + now.copies === 0;
      if (isOver || tookMs >= deadlineMs) {
        events.drainEnded(now, tookMs);
        if (this.#isWish) this.#resolveDrained();
        return;
      }
      await sleep(lookEveryMs);
      if (undone.aborted && this.#isWish) {
        this.#running = undefined;
        this.#isWish = false;
        onUndone();
        events.drainUndone();
        return;
      }
    }
  }

  /** Where nobody else is there, copies cannot go anywhere; what is open has its time all the same. */
  #relevant(left: Left): Left {
    return this.hasSuccessors ? left : { ...left, copies: 0 };
  }
}
