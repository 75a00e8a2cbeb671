import { expect, vi } from 'vitest';

/** A deadline, no measure: on a busy machine the nodes of a cluster doubt each other for a while. */
const deadlineMs = 30_000;

/** Waits until a store, or a watch of one, says that it is reachable, or that it is not. */
export function becomes(reachable: boolean, store: { readonly reachable: boolean }): Promise<void> {
  return vi.waitFor(() => expect(store.reachable).toBe(reachable), { timeout: deadlineMs, interval: 5 });
}
