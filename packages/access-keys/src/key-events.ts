import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';

export type KeyEvents = ReturnType<typeof keyEvents>;

export type KeyResult =
  | 'good'
  | 'missing'
  | 'unknown'
  | 'revoked'
  | 'expired'
  | 'scope'
  | 'throttled'
  | 'unavailable';

/** What services tell of the keys that they are given. None of it has a key, or a part of one but its ID. */
export function keyEvents(logger: Logger, registry: Registry) {
  const checks = new Counter({
    name: 'understudy_key_checks_total',
    help: 'Requests to routes that need a key, by what the key was found to be',
    labelNames: ['result'],
    registers: [registry],
  });
  return {
    keyChecked(result: KeyResult) {
      checks.inc({ result });
    },
    keysRead(count: number) {
      logger.info({ event: 'keys.read', count }, 'the keys of the metadata store were read');
    },
  };
}
