/** An answer that its client has not taken whole, or a body that it has not sent whole. */
export interface UnreadAnswer {
  readonly client: string;
  readonly sinceMs: number;
  cut(): void;
}

export interface UnreadLimits {
  /** So many may wait for their clients. */
  readonly most: number;
  /** A client with more of them than this is first to lose one, when there are too many. */
  readonly share: number;
  /** Where nobody has more than that, the oldest goes once it is this old. */
  readonly patienceMs: number;
}

/** Answers, and bodies of requests, that wait for their clients, each of which keeps a connection to where it comes from or goes: slow clients must not have all of those. */
export class UnreadAnswers {
  readonly #limits: UnreadLimits;
  /** In the order in which they began. */
  readonly #open = new Set<UnreadAnswer>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: UnreadLimits) {
    this.#limits = limits;
  }

  /** Returns what to call when it is taken, or its client has left. Those that have to go to make room for it are cut, now or once they are old. */
  open(answer: UnreadAnswer): () => void {
    this.#open.add(answer);
    this.#judge();
    return () => this.#open.delete(answer);
  }

  #judge(): void {
    const nowMs = performance.now();
    while (this.#open.size > this.#limits.most) {
      const leaving = pickUnread([...this.#open], this.#limits, nowMs);
      if (leaving === undefined) {
        this.#judgeLater(nowMs);
        return;
      }
      this.#open.delete(leaving);
      leaving.cut();
    }
  }

  /** Where all connections are taken nothing new is opened, and so nobody else would judge. */
  #judgeLater(nowMs: number): void {
    const [oldest] = this.#open;
    if (oldest === undefined || this.#timer !== undefined) return;
    const inMs = Math.ceil(oldest.sinceMs + this.#limits.patienceMs - nowMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#judge();
    }, inMs).unref();
  }
}

/** Which of too many unread answers goes: the oldest of whoever has most, if that is more than a share; otherwise the oldest, if it is old. */
export function pickUnread(
  oldestFirst: readonly UnreadAnswer[],
  { share, patienceMs }: Omit<UnreadLimits, 'most'>,
  nowMs: number,
): UnreadAnswer | undefined {
  const counts = new Map<string, number>();
  for (const { client } of oldestFirst) counts.set(client, (counts.get(client) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most !== undefined && most[1] > share) return oldestFirst.find(({ client }) => client === most[0]);
  const [oldest] = oldestFirst;
  return oldest !== undefined && nowMs - oldest.sinceMs >= patienceMs ? oldest : undefined;
}
