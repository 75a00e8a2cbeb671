import type { RouterStatus } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { CatalogProbe } from './catalog-probe.js';
import type { ForOperators } from './for-operators.js';

export interface StatusParts {
  readonly isDraining: () => boolean;
  readonly catalog: Pick<CatalogProbe, 'isReachable'>;
  readonly forOperators: Pick<ForOperators, 'streams'>;
}

/** `GET /status`, for peers: what this router does, and whether it has a catalog. */
export function statusRoute(app: FastifyInstance, { isDraining, catalog, forOperators }: StatusParts): void {
  app.get('/status', async (): Promise<RouterStatus> => {
    const [{ total }, isReachable] = await Promise.all([forOperators.streams(0), catalog.isReachable()]);
    return {
      state: isDraining() ? 'draining' : 'active',
      streams: total,
      catalog: isReachable ? 'reachable' : 'unreachable',
    };
  });
}
