import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';

/** Another process that says it is this worker. */
export function identityEvents(logger: Logger, registry: Registry) {
  const identityConflicts = new Counter({
    name: 'understudy_identity_conflicts_total',
    help: 'Times that another live process was found to have the ID of this worker',
    registers: [registry],
  });

  return {
    /** This one ends. */
    identityHeld(other: { url: string; pid: number }) {
      identityConflicts.inc();
      logger.error(
        { event: 'identity.held', ...other },
        'another live process is this worker; this one ends',
      );
    },
    /** This one stays. */
    identityClaimed(other: { url: string; pid: number }) {
      identityConflicts.inc();
      logger.error(
        { event: 'identity.claimed', ...other },
        'another process was started as this worker, perhaps on a copy of its data directory; it was turned away',
      );
    },
    identitySilent() {
      logger.warn(
        { event: 'identity.silent' },
        'this worker is a member at another address, which does not answer; it joins when that membership has run out',
      );
    },
  };
}
