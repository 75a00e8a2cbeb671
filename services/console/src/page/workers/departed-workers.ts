import type { Cluster } from '@understudy/client';

/** A worker that is no member any more. */
export interface Departed {
  readonly id: string;
  /** Whether it left in good order; otherwise it was lost. */
  readonly drained: boolean;
  readonly atMs: number;
}

/** Who left: those that the cluster knows to be lost, and those that were members while this page was open. */
export class DepartedWorkers {
  #members: ReadonlySet<string> = new Set();
  #drained: readonly Departed[] = [];
  #lost: readonly Departed[] = [];

  /** In the order in which they left. */
  get list(): readonly Departed[] {
    return [...this.#drained, ...this.#lost].toSorted((a, b) => a.atMs - b.atMs);
  }

  see({ workers, lost }: Pick<Cluster, 'workers' | 'lost'>, nowMs: number): void {
    const members = new Set(workers.map(({ id }) => id));
    const isHereOrLost = (id: string) => members.has(id) || lost.some((each) => each.id === id);
    const left = [...this.#members].filter((id) => !members.has(id));
    const drained = [...this.#drained, ...left.map((id) => ({ id, drained: true, atMs: nowMs }))];
    this.#drained = drained.filter(({ id }) => !isHereOrLost(id));
    this.#lost = lost.map(({ id, atMs }) => ({ id, drained: false, atMs }));
    this.#members = members;
  }
}
