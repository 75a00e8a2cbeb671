import type { Upstream } from './upstream.js';

/**
 * The worker to ask next: the first of the preference list that has not failed this request, those that answer before those
 * that do not. Undefined when all have failed.
 */
export function pickUpstream(
  candidates: readonly Upstream[],
  failed: ReadonlySet<string>,
  isAlive: (upstream: Upstream) => boolean,
): Upstream | undefined {
  const left = failed.size === 0 ? candidates : candidates.filter(({ id }) => !failed.has(id));
  // A worker that is thought dead may be the only one that has the bytes: it is asked too, but last.
  return left.find(isAlive) ?? left[0];
}
