import type { RouterStatus } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { CatalogWatch } from './catalog-watch.js';
import type { ForOperators } from './for-operators.js';

export interface StatusParts {
  readonly isReady: () => boolean;
  readonly isDraining: () => boolean;
  readonly catalog: Pick<CatalogWatch, 'isReachable'>;
  readonly forOperators: Pick<ForOperators, 'streams'>;
}

/** `GET /status`, for peers: what this router does, and whether it has a catalog. */
export function statusRoute(app: FastifyInstance, parts: StatusParts): void {
  app.get('/status', async (): Promise<RouterStatus> => {
    const { total } = await parts.forOperators.streams(0);
    return {
      state: stateOf(parts),
      streams: total,
      catalog: parts.catalog.isReachable ? 'reachable' : 'unreachable',
    };
  });
}

function stateOf({ isReady, isDraining }: StatusParts): RouterStatus['state'] {
  if (isDraining()) return 'draining';
  return isReady() ? 'active' : 'not ready';
}
