/** An answer that its client has not taken whole. */
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

/** Answers that wait for their clients, each of which keeps a connection to where it comes from: slow clients must not have all of those. */
export class UnreadAnswers {
  readonly #limits: UnreadLimits;
  /** In the order in which they began. */
  readonly #open = new Set<UnreadAnswer>();

  constructor(limits: UnreadLimits) {
    this.#limits = limits;
  }

  /** Returns what to call when it is taken, or its client has left. One that has to go to make room for it is cut. */
  open(answer: UnreadAnswer): () => void {
    this.#open.add(answer);
    if (this.#open.size > this.#limits.most) {
      const leaving = pickUnread([...this.#open], this.#limits, answer.sinceMs);
      if (leaving !== undefined) this.#open.delete(leaving);
      leaving?.cut();
    }
    return () => this.#open.delete(answer);
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
