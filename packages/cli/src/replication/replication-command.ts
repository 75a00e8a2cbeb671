import type { Replication, ReplicationRequest } from '@understudy/client';
import { maxTemporaryMs, replicationMeans, replicationPolicies } from '@understudy/metadata-store';
import { openAdminClient } from '../admin/admin-client.js';
import { durationOf, formatDuration } from '../admin/duration.js';
import { defineCommand } from '../define-command.js';

const usage = `usage: understudy replication [always|hot|deploy|never] [--by copy|generate] [--for <time>] [--json]

Sets which videos of the running cluster get a second copy, or tells what is set. All workers hold to it within a second.

  always   every one
  hot      what is played often or was costly to make
  deploy   what is being played while a worker drains
  never    none

--by copy|generate  the bytes are sent (the default), or the replica generates them too and the digests are compared
--for 30m           for this long (s, m, h, d; at most 7d); what was set before holds again afterwards
--json              the console's answer as it is

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

const longestForS = maxTemporaryMs / 1_000;

/** `understudy replication …`. */
export const replicationCommand = defineCommand({
  usage,
  options: { by: { type: 'string' }, for: { type: 'string' }, json: { type: 'boolean' } },
  understand(values, [policy, ...others]) {
    if (others.length > 0) throw new Error(`one policy at a time, not also ${others.join(' ')}`);
    if (policy === undefined && (values.by ?? values.for) !== undefined)
      throw new Error('--by and --for need a policy');
    const means = values.by ?? 'copy';
    if (policy !== undefined && !replicationPolicies.some((each) => each === policy))
      throw new Error(`there is no policy ${policy}; there are ${replicationPolicies.join(', ')}`);
    if (!replicationMeans.some((each) => each === means))
      throw new Error(`--by takes ${replicationMeans.join(' or ')}, not ${means}`);
    const forS = durationOf('for', values.for, '30m');
    if (forS !== undefined && (forS < 1 || forS > longestForS))
      throw new Error(`--for takes from 1s to ${formatDuration(longestForS)}, not ${values.for}`);
    if (policy === undefined) return undefined;
    return {
      policy,
      ...(values.by !== undefined && { by: values.by }),
      ...(forS !== undefined && { forS }),
    } as ReplicationRequest;
  },
  async run(setting, { env, tell }) {
    const admin = await openAdminClient(env);
    const shown = await (setting === undefined
      ? admin.get('/admin/replication')
      : admin.put('/admin/replication', { body: setting }));
    tell(shown, sentence);
  },
});

function sentence({ policy, by, leftS, afterwards }: Replication): string {
  if (policy === null) return "nothing is set: each worker's UNDERSTUDY_REPLICATION holds";
  const now = `replication: ${policy}, by ${by === 'generate' ? 'generating' : 'copying'}`;
  if (leftS === undefined) return now;
  const then = afterwards == null ? 'what each worker is configured to' : afterwards.policy;
  return `${now}, for another ${formatDuration(leftS)}; then ${then}`;
}
