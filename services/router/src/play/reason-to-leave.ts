import { etagOf } from '@understudy/artifact';
import { type ArtifactStatus, artifactPath } from '@understudy/peer-protocol';
import type { RouterContext } from '../context.js';
import type { Delivery } from './delivery.js';
import type { Upstream } from './upstream.js';

/**
 * Why to leave a silent worker: it fails its health check, or another has the bytes that the player waits for. Undefined
 * while it lives and nobody is further, for then leaving it would only begin the same work elsewhere. Never rejects.
 */
export async function reasonToLeave(
  context: RouterContext,
  delivery: Delivery,
  upstream: Upstream,
  others: readonly Upstream[],
): Promise<string | undefined> {
  const [alive, ...statuses] = await Promise.all([
    context.health.check(upstream),
    ...others.map((other) => statusOf(context, other, delivery.request.contentId)),
  ]);
  if (!alive) return `silent for ${context.limits.stallMs} ms, and fails its health check`;
  if (statuses.some((status) => status !== undefined && isAhead(status, delivery))) {
    return `silent for ${context.limits.stallMs} ms, and another has the bytes`;
  }
  return undefined;
}

/** Whether a worker with this status can give the next byte at once. */
function isAhead(status: ArtifactStatus, delivery: Pick<Delivery, 'etag' | 'position' | 'request'>): boolean {
  if (delivery.request.part !== 'video.mp4') return status.complete;
  if (delivery.etag !== undefined && delivery.etag !== etagOf(status.artifactId)) return false;
  return status.readableBytes > delivery.position;
}

/** Undefined where it has nothing of it, or does not answer. */
async function statusOf(
  { peers, limits }: RouterContext,
  { url }: Upstream,
  contentId: bigint,
): Promise<ArtifactStatus | undefined> {
  try {
    return await peers.json<ArtifactStatus>({
      method: 'GET',
      url,
      path: artifactPath(contentId, 'status'),
      headTimeoutMs: limits.probeTimeoutMs,
    });
  } catch {
    return undefined;
  }
}
