import type { Cluster } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, none } from '../define-command.js';
import { ago } from './ago.js';
import { textTable } from './text-table.js';

const usage = `usage: understudy status [--json]

Shows the workers and the routers of the running cluster. Of a worker: state, open responses, generator runs, copies, bytes, copies still to be seen to, and which
videos get a second copy. Whose lease ran out within the last hour is told of as lost. Of a router: state, open responses, and whether the catalog answers it. Who does not answer has no numbers.

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy status …`. */
export const statusCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => none(operands),
  async run(_, { env, tell }) {
    const admin = await openAdminClient(env);
    tell(await admin.get('/admin/cluster'), textOf);
  },
});

function textOf({ epoch, metadata, workers, lost = [], routers }: Cluster): string {
  return [
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
    ...lost.map(({ id, atMs }) => `${id} was lost ${ago(atMs)}, and is not back`),
    textTable([
      ['router', 'state', 'pid', 'streams', 'catalog', 'admin at'],
      ...routers.map(({ id, state, pid, streams, catalog, url }) => [id, state, pid, streams, catalog, url]),
    ]),
  ].join('\n');
}
