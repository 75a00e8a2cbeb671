import type { LoggedEvent } from '@understudy/client';

/** Of level info, and still something that changes the picture. */
const changes = new Set([
  'drain',
  'drain.undone',
  'drained',
  'failover',
  'membership',
  'operator.delete',
  'operator.end-stream',
  'operator.evict',
  'operator.key-created',
  'operator.key-revoked',
  'operator.key-rotated',
  'operator.regenerate',
  'operator.replication',
  'operator.revoke',
  'operator.state',
  'operator.unrevoke',
  'stream.ended',
  'worker.alive',
]);

/** Warnings, and what changes who does what: not what every video brings. */
export function isNotable({ level, event }: LoggedEvent): boolean {
  return (level !== 'info' && level !== 'debug') || changes.has(event);
}
