import { etagOf } from '@understudy/artifact';
import type { ArtifactStatus } from '@understudy/peer-protocol';
import type { RouterContext } from '../context.js';
import type { PlayRequest } from './decode-request.js';
import type { Delivery } from './delivery.js';
import type { LeaveReason } from './stall-watch.js';
import type { Upstream } from './upstream.js';

/** A worker that other streams hear is busy; its player waits for so many stall limits before it goes where the bytes are. */
const busyPatience = 3;

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
  silence: { readonly workerSinceMs: number; readonly responseSinceMs: number },
): Promise<LeaveReason | undefined> {
  const silent = `silent for ${limits.stallMs} ms`;
  const [alive, ...found] = await Promise.all([
    health.check(upstream),
    ...others.map((other) => statuses.ask(other, delivery.request.contentId)),
  ]);
  const unheard = () => !health.heardSince(upstream, silence.workerSinceMs);
  const isLong = () => performance.now() - silence.responseSinceMs >= busyPatience * limits.stallMs;
  if (!alive && unheard()) return { text: `${silent}, and fails its health check`, holds: unheard };
  if (found.some((status) => status !== undefined && isAhead(status, delivery))) {
    return { text: `${silent}, and another has the bytes`, holds: () => unheard() || isLong() };
  }
  return undefined;
}

/** Whether a worker with this status can give the next byte at once. */
function isAhead(status: ArtifactStatus, delivery: Delivery): boolean {
  if (delivery.request.part !== 'video.mp4') return status.complete;
  if (delivery.etag !== undefined && delivery.etag !== etagOf(status.artifactId)) return false;
  if (status.complete) return true;
  return status.readableBytes > (delivery.begun ? delivery.position : firstAsked(delivery.request));
}

/**
 * Where a single range begins, and the beginning for all else: that is ignored of what grows. An If-Range is taken to hold, as it
 * does for who goes on with a download.
 */
function firstAsked({ method, headers }: PlayRequest): number {
  if (method === 'HEAD') return 0;
  const at = headers.indexOf('range');
  const range = at === -1 ? undefined : headers[at + 1];
  const [, first = '', last = ''] = /^bytes=(\d{1,20})-(\d{0,20})$/i.exec(range?.trim() ?? '') ?? [];
  return last !== '' && Number(last) < Number(first) ? 0 : Number(first);
}
