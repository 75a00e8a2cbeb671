import { peerServerEvents, peerTlsEvents } from '@understudy/peer-protocol';
import type { Logger } from '@understudy/service-kit';
import type { Registry } from 'prom-client';
import { archiveEvents } from './events/archive-events.js';
import { clusterEvents } from './events/cluster-events.js';
import { deletionEvents } from './events/deletion-events.js';
import { diskEvents } from './events/disk-events.js';
import { drainEvents } from './events/drain-events.js';
import { hotEvents } from './events/hot-events.js';
import { identityEvents } from './events/identity-events.js';
import { newsEvents } from './events/news-events.js';
import { priceEvents } from './events/price-events.js';
import { productionEvents } from './events/production-events.js';
import { rebalanceEvents } from './events/rebalance-events.js';
import { repairEvents } from './events/repair-events.js';
import { replicationEvents } from './events/replication-events.js';
import { responseEvents } from './events/response-events.js';

export type WorkerEvents = ReturnType<typeof createEvents>;

/** One helper per event: the log line and the counter, so that they cannot disagree. By area, a file each. */
export function createEvents(logger: Logger, registry: Registry) {
  return {
    ...clusterEvents(logger, registry),
    ...peerServerEvents(logger, registry),
    ...peerTlsEvents(logger, registry),
    ...identityEvents(logger, registry),
    ...productionEvents(logger, registry),
    ...priceEvents(logger, registry),
    ...newsEvents(logger, registry),
    ...replicationEvents(logger, registry),
    ...hotEvents(logger, registry),
    ...drainEvents(logger),
    ...rebalanceEvents(logger, registry),
    ...repairEvents(logger, registry),
    ...diskEvents(logger, registry),
    ...deletionEvents(logger, registry),
    ...archiveEvents(logger, registry),
    ...responseEvents(logger, registry),
  };
}
