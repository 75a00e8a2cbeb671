import { randomUUID } from 'node:crypto';
import { byEnd, parseRevocation, type Revocations, revocationKey, revocationText } from '../revocations.js';
import type { RedisCommands } from './redis-commands.js';
import type { DurableRun } from './redis-descriptions.js';
import type { RedisKeys } from './redis-keys.js';

/** As durable as descriptions are: nobody plays again because a replica became the master. */
export function redisRevocations(commands: RedisCommands, durably: DurableRun, keys: RedisKeys): Revocations {
  const both = [keys.revocations, keys.revocationRevision] as const;
  return {
    async revoke(revocation, most) {
      const key = revocationKey(revocation.kind, revocation.value);
      const values = [key, revocationText(revocation), most, randomUUID()];
      const [added] = await durably('revoke', both, values);
      return added === 1;
    },

    async unrevoke(kind, value) {
      const [removed] = await durably('unrevoke', both, [revocationKey(kind, value), randomUUID()]);
      return removed === 1;
    },

    async readRevocations(knownRevision = '') {
      const [revision, entries] = await commands.run('readRevocations', both, [knownRevision]);
      const nowMs = Date.now();
      return {
        revision: String(revision),
        entries: (entries as readonly string[] | undefined)
          ?.flatMap(parseRevocation)
          .filter(({ untilMs }) => untilMs > nowMs)
          .sort(byEnd),
      };
    },
  };
}
