import type { Member } from '@understudy/client';

/** A worker that was seen and is no member any more. */
export interface Departed {
  readonly id: string;
  /** Whether it drained; otherwise it was lost. */
  readonly drained: boolean;
  readonly atMs: number;
}

/** Remembers who left: a worker that is no member any more is in no answer, and would be missed by nobody. */
export class DepartedWorkers {
  #members = new Map<string, Member['state']>();
  readonly #drained = new Set<string>();
  readonly #departed = new Map<string, Departed>();

  /** In the order in which they left. */
  get list(): readonly Departed[] {
    return [...this.#departed.values()];
  }

  see(workers: readonly Member[], nowMs: number): void {
    const members = new Map(workers.map(({ id, state }) => [id, state]));
    for (const [id, state] of members) {
      this.#departed.delete(id);
      // One that ends after its drain does not answer in its last moments.
      if (state === 'draining') this.#drained.add(id);
      if (state === 'active') this.#drained.delete(id);
    }
    for (const id of this.#members.keys()) {
      if (!members.has(id)) this.#departed.set(id, { id, drained: this.#drained.has(id), atMs: nowMs });
    }
    this.#members = members;
  }
}
