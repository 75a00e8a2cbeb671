import { keyEvents } from '@understudy/access-keys';
import { type Logger, serviceEvents } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import { priceEvents } from './price/price-events.js';
import { webhookEvents } from './webhooks/webhook-events.js';

export type CatalogEvents = ReturnType<typeof createEvents>;

/** One helper per event: the log line and the counter, so that they cannot disagree. */
export function createEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const created = new Counter({
    name: 'understudy_descriptions_total',
    help: 'Descriptions taken',
    labelNames: ['result'],
    registers,
  });
  const composed = new Counter({
    name: 'understudy_compositions_total',
    help: 'Descriptions composed for a viewer',
    registers,
  });

  const deleted = new Counter({
    name: 'understudy_descriptions_deleted_total',
    help: 'Descriptions deleted',
    registers,
  });
  const invalid = new Counter({
    name: 'understudy_descriptions_invalid_total',
    help: 'Times that what is stored as a description was found not to be valid',
    registers,
  });
  const refusals = new Counter({
    name: 'understudy_metadata_unsafe_total',
    help: 'Times that the metadata store was found to lose what it acknowledges',
    registers,
  });
  const sessions = new Counter({
    name: 'understudy_sessions_total',
    help: 'Sessions saved and read',
    labelNames: ['operation'],
    registers,
  });

  const shed = new Counter({
    name: 'understudy_catalog_requests_shed_total',
    help: 'Requests refused because the event loop was late',
    registers,
  });

  return {
    ...serviceEvents(logger, registry, 'nothing can be created'),
    ...webhookEvents(logger, registry),
    ...priceEvents(logger, registry),
    ...keyEvents(logger, registry),
    metadataUnsafe(faults: readonly string[]) {
      refusals.inc();
      logger.error(
        { event: 'metadata.unsafe', faults },
        'the metadata store would lose acknowledged descriptions; nothing can be created',
      );
    },
    /** No line: there are many when there are some. */
    requestShed() {
      shed.inc();
    },
    described(requestId: string, contentId: bigint, digest: string, isNew: boolean) {
      created.inc({ result: isNew ? 'new' : 'same' });
      logger.info(
        { event: 'described', requestId, contentId: String(contentId), digest, isNew },
        'description taken',
      );
    },
    deleted(requestId: string, contentId: bigint, digest: string, by: string) {
      deleted.inc();
      logger.info(
        { event: 'deleted', requestId, contentId: String(contentId), digest, by },
        'description deleted',
      );
    },
    recordsKept(contentId: bigint, error: unknown) {
      logger.warn(
        { event: 'deleted.records', contentId: String(contentId), error },
        'records of a deleted video are left in the metadata store',
      );
    },
    invalidStored(contentId: bigint, error: unknown) {
      invalid.inc();
      logger.error(
        { event: 'description.invalid', contentId: String(contentId), error },
        'what is stored as a description is not valid; it can only be deleted',
      );
    },
    sessionSaved() {
      sessions.inc({ operation: 'saved' });
    },
    sessionRead(isThere: boolean) {
      sessions.inc({ operation: isThere ? 'read' : 'missed' });
    },
    composed(digest: string, tries: number) {
      composed.inc();
      logger.info({ event: 'composed', digest, tries }, 'description composed');
    },
  };
}
