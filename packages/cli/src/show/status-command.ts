import { openAdminClient } from '../admin/admin-client.js';
import type { Terminal } from '../terminal.js';
import { showCommand } from './show-command.js';
import { textTable } from './text-table.js';

const usage = `usage: understudy status [--json]

Shows the routers and the workers of the running cluster. Of a worker: state, open responses, generator runs, copies, bytes, copies still to be seen to, and which
videos get a second copy. A worker that does not answer has no numbers.

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy status …`. Gives the exit code. */
export function statusCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  return showCommand(args, terminal, {
    usage,
    operands: [],
    read: async () => (await openAdminClient(env)).get('/admin/cluster'),
    text: ({ epoch, metadata, workers, routers }) =>
      [
        `epoch ${epoch}, the metadata store is ${metadata}`,
        textTable([
          [
            'worker',
            'state',
            'zone',
            'pid',
            'streams',
            'generating',
            'copies',
            'bytes',
            'pending',
            'replication',
          ],
          ...workers.map(({ id, state, zone, pid, ...numbers }) => [
            ...[id, state, zone, pid],
            ...[numbers.streams, numbers.generating, numbers.artifacts, numbers.bytes, numbers.pendingMoves],
            numbers.replication && `${numbers.replication.policy}, ${numbers.replication.by}`,
          ]),
        ]),
        ...routers.map(({ id, url }) => `router ${id}, admin at ${url}`),
      ].join('\n'),
  });
}
