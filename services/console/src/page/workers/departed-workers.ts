import type { Cluster } from '@understudy/client';

/** A worker that is no member any more. */
export interface Departed {
  readonly id: string;
  /** Whether it left in good order; otherwise it was lost. */
  readonly inOrder: boolean;
  readonly atMs: number;
}

/** Who left: those that the cluster knows to be lost, and those that were members while this page was open. */
export class DepartedWorkers {
  #members: ReadonlySet<string> = new Set();
  #left: readonly Departed[] = [];
  #lost: readonly Departed[] = [];

  /** In the order in which they left. */
  get list(): readonly Departed[] {
    return [...this.#left, ...this.#lost].toSorted((a, b) => a.atMs - b.atMs);
  }

  /** A console of before says nothing of those that were lost. */
  see(
    { workers, lost = [] }: Pick<Cluster, 'workers'> & Partial<Pick<Cluster, 'lost'>>,
    nowMs: number,
  ): void {
    const members = new Set(workers.map(({ id }) => id));
    const isHereOrLost = (id: string) => members.has(id) || lost.some((each) => each.id === id);
    const gone = [...this.#members].filter((id) => !members.has(id));
    const left = [...this.#left, ...gone.map((id) => ({ id, inOrder: true, atMs: nowMs }))];
    this.#left = left.filter(({ id }) => !isHereOrLost(id));
    this.#lost = lost.map(({ id, atMs }) => ({ id, inOrder: false, atMs }));
    this.#members = members;
  }
}
