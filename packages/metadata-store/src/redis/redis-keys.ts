import { UnderstudyError } from '@understudy/errors';
import { checkName, slotTag } from '../names.js';

/**
 * Every key of the Redis store. The part in braces decides the slot in a Redis Cluster: keys that one script changes have
 * the same one. `docs/reference/metadata-store.md` has the same list.
 * @throws UnderstudyError `invalid_configuration` for a prefix that would change the slots
 */
export function redisKeys(prefix: string) {
  // A brace in front of ours would become the tag of every key.
  if (/[{}]/.test(prefix)) {
    throw new UnderstudyError('invalid_configuration', `the metadata key prefix has a brace: ${prefix}`);
  }
  const forArtifact = (kind: string, name: string, value: string) =>
    `${prefix}${kind}:{${slotTag(checkName(name, value))}}:${value}`;
  return {
    digests: `${prefix}{catalog}:digests`,
    descriptions: `${prefix}{catalog}:descriptions`,
    order: `${prefix}{catalog}:order`,
    lastContentId: `${prefix}{catalog}:last-content-id`,
    creators: `${prefix}{catalog}:creators`,
    deleted: `${prefix}{catalog}:deleted`,
    deletionLog: `${prefix}{catalog}:deletion-log`,
    deletions: `${prefix}{catalog}:deletions`,
    generators: `${prefix}{members}:generators`,
    memberRecords: `${prefix}{members}:records`,
    memberLeases: `${prefix}{members}:leases`,
    memberDrains: `${prefix}{members}:drains`,
    /** Also the channel on which changes of the epoch, deletions and changes of keys are published. */
    memberState: `${prefix}{members}:state`,
    replication: `${prefix}{members}:replication`,
    routers: `${prefix}{members}:routers`,
    calibrations: `${prefix}{members}:calibrations`,
    budget: (budgetKey: string) => `${prefix}budget:{${checkName('budget key', budgetKey)}}`,
    /** Of playback tokens. */
    revocations: `${prefix}{playback}:revocations`,
    revocationRevision: `${prefix}{playback}:revision`,
    lease: (key: string) => forArtifact('lease', 'lease key', key),
    manifest: (artifactId: string) => forArtifact('manifest', 'artifact ID', artifactId),
    holders: (artifactId: string) => forArtifact('holders', 'artifact ID', artifactId),
    subscriptions: (contentId: bigint) => `${prefix}{webhooks}:video:${contentId}`,
    messages: (hook: string) => `${prefix}{webhooks}:messages:${checkName('hook', hook)}`,
    messageAttempts: (hook: string) => `${prefix}{webhooks}:attempts:${checkName('hook', hook)}`,
    messagesByAge: (hook: string) => `${prefix}{webhooks}:age:${checkName('hook', hook)}`,
    messagesDue: (hook: string) => `${prefix}{webhooks}:due:${checkName('hook', hook)}`,
    sessions: `${prefix}{sessions}:records`,
    sessionEnds: `${prefix}{sessions}:ends`,
    accessKeys: `${prefix}{keys}:records`,
    accessKeyVersion: `${prefix}{keys}:version`,
    accessKeyUses: `${prefix}{keys}:uses`,
    views: (viewerKey: string) => `${prefix}views:{${checkName('viewer key', viewerKey)}}`,
  };
}

export type RedisKeys = ReturnType<typeof redisKeys>;
