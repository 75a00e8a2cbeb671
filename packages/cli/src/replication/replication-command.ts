import { parseArgs } from 'node:util';
import type { Replication, ReplicationRequest } from '@understudy/client';
import { maxTemporaryMs, replicationMeans, replicationPolicies } from '@understudy/metadata-store';
import { openAdminClient } from '../admin/admin-client.js';
import { formatDuration, parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

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

/** `understudy replication …`. Gives the exit code. */
export async function replicationCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  try {
    const admin = await openAdminClient(env);
    const { json, ...setting } = asked;
    const shown = await (setting.policy === undefined
      ? admin.get('/admin/replication')
      : admin.put('/admin/replication', { body: setting as ReplicationRequest }));
    terminal.print(json ? JSON.stringify(shown) : sentence(shown));
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

const longestForS = maxTemporaryMs / 1_000;

interface Asked {
  readonly policy?: string;
  readonly by?: string;
  readonly forS?: number;
  readonly json: boolean;
}

/** What is asked for; otherwise `help`, or what is wrong. */
function readArgs(args: readonly string[]): Asked | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        by: { type: 'string' },
        for: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const [policy, ...others] = positionals;
    if (others.length > 0) return `one policy at a time, not also ${others.join(' ')}`;
    if (policy === undefined && (values.by ?? values.for) !== undefined)
      return '--by and --for need a policy';
    const means = values.by ?? 'copy';
    if (policy !== undefined && !replicationPolicies.some((each) => each === policy))
      return `there is no policy ${policy}; there are ${replicationPolicies.join(', ')}`;
    if (!replicationMeans.some((each) => each === means))
      return `--by takes ${replicationMeans.join(' or ')}, not ${means}`;
    const forS = values.for === undefined ? undefined : parseDuration(values.for);
    if (values.for !== undefined && forS === undefined)
      return `--for takes a number and s, m, h or d, as in 30m, not ${values.for}`;
    if (forS !== undefined && (forS < 1 || forS > longestForS))
      return `--for takes from 1s to ${formatDuration(longestForS)}, not ${values.for}`;
    return {
      json: values.json,
      ...(policy !== undefined && { policy }),
      ...(values.by !== undefined && { by: values.by }),
      ...(forS !== undefined && { forS }),
    };
  } catch (error) {
    return messageOf(error);
  }
}

function sentence({ policy, by, leftS, afterwards }: Replication): string {
  if (policy === null) return "nothing is set: each worker's UNDERSTUDY_REPLICATION holds";
  const now = `replication: ${policy}, by ${by === 'generate' ? 'generating' : 'copying'}`;
  if (leftS === undefined) return now;
  const then = afterwards == null ? 'what each worker is configured to' : afterwards.policy;
  return `${now}, for another ${formatDuration(leftS)}; then ${then}`;
}
