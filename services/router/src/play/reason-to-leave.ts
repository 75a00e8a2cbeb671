import { etagOf } from '@understudy/artifact';
import type { ArtifactStatus } from '@understudy/peer-protocol';
import type { RouterContext } from '../context.js';
import type { Delivery } from './delivery.js';
import type { LeaveReason } from './stall-watch.js';
import type { Upstream } from './upstream.js';

/**
 * Why to leave a worker that has been silent since a moment: it fails its health check and no other stream heard it either, or
 * another has the bytes that the player waits for. Undefined while it lives and nobody is further, for then leaving it would
 * only begin the same work elsewhere. Never rejects.
 */
export async function reasonToLeave(
  { health, statuses, limits }: Pick<RouterContext, 'health' | 'statuses' | 'limits'>,
  delivery: Delivery,
  upstream: Upstream,
  others: readonly Upstream[],
  silentSinceMs: number,
): Promise<LeaveReason | undefined> {
  const silent = `silent for ${limits.stallMs} ms`;
  const [alive, ...found] = await Promise.all([
    health.check(upstream),
    ...others.map((other) => statuses.ask(other, delivery.request.contentId)),
  ]);
  const unheard = () => !health.heardSince(upstream, silentSinceMs);
  if (!alive && unheard()) return { text: `${silent}, and fails its health check`, holds: unheard };
  if (found.some((status) => status !== undefined && isAhead(status, delivery))) {
    return { text: `${silent}, and another has the bytes`, holds: () => true };
  }
  return undefined;
}

/** Whether a worker with this status can give the next byte at once. */
function isAhead(status: ArtifactStatus, delivery: Delivery): boolean {
  if (delivery.request.part !== 'video.mp4') return status.complete;
  if (delivery.etag !== undefined && delivery.etag !== etagOf(status.artifactId)) return false;
  return status.readableBytes > delivery.position;
}
