import type { Logger } from '@understudy/service-kit';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { DiskState } from '../disk/disk-guard.js';
import type { Victim } from '../evict/victims.js';
import { about, reason } from './fields.js';

/** Whether the disk takes what is written, and what is evicted to make room. */
export function diskEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const evictions = new Counter({
    name: 'understudy_evictions_total',
    help: 'Copies evicted',
    labelNames: ['copy'],
    registers,
  });
  const evictedBytes = new Counter({
    name: 'understudy_evicted_bytes_total',
    help: 'Bytes of copies evicted',
    registers,
  });
  const storageChanges = new Counter({
    name: 'understudy_storage_changes_total',
    help: 'Changes of whether the disk takes what is written, by what it changed to',
    labelNames: ['state'],
    registers,
  });
  const storageOk = new Gauge({
    name: 'understudy_storage_ok',
    help: 'Whether the disk takes what is written',
    registers,
  });
  storageOk.set(1);

  return {
    storage(state: DiskState, error: unknown) {
      storageChanges.inc({ state });
      storageOk.set(state === 'ok' ? 1 : 0);
      if (state === 'ok') logger.info({ event: 'storage', state }, 'the disk takes what is written again');
      else
        logger.error(
          { event: 'storage', state, error },
          'the disk takes nothing more; what is not here is relayed',
        );
    },
    /** `isCertain`: whether the metadata store could be asked. */
    evicted(victim: Victim, { isLast, isCertain }: { isLast: boolean; isCertain: boolean }) {
      evictions.inc({ copy: isLast ? 'last' : 'other' });
      evictedBytes.inc(victim.bytes);
      logger.info(
        { event: 'evicted', ...about(victim), bytes: victim.bytes, last: isLast, certain: isCertain },
        isLast ? 'last copy evicted; it can be made again' : 'copy evicted',
      );
    },
    evictionRefused(victim: Victim) {
      logger.warn(
        { event: 'evict.refused', ...about(victim), bytes: victim.bytes },
        'it is the last copy and cannot be made again; it stays',
      );
    },
    evictionFailed(victim: Victim, error: unknown) {
      logger.error({ event: 'evict.failed', ...about(victim), ...reason(error) }, 'a copy was not evicted');
    },
  };
}
