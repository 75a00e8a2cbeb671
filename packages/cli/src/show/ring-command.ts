import type { Ring } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, none } from '../define-command.js';
import { textTable } from './text-table.js';

const usage = `usage: understudy ring [--json]

Shows how the slots are spread over the workers: the part that each is the master and the replica of. Workers of one generator are a pool,
with a ring of its own; new videos are pinned to the leading pool. A draining worker has none while another of its pool is there.

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy ring …`. */
export const ringCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => none(operands),
  async run(_, { env, tell }) {
    const admin = await openAdminClient(env);
    tell(await admin.get('/admin/ring'), textOf);
  },
});

function textOf({ epoch, slots, leading, pools }: Ring): string {
  const percent = (count: number) => `${((100 * count) / slots).toFixed(1)} %`;
  return [
    `epoch ${epoch}, ${slots} slots, new videos go to pool ${leading ?? 'none'}`,
    textTable([
      ['pool', 'worker', 'zone', 'state', 'capacity', 'master', 'replica'],
      ...pools.flatMap(({ pool, workers }) =>
        workers.map(({ id, zone, state, capacity, master, replica }) => [
          ...[pool, id, zone, state, capacity],
          ...[percent(master), percent(replica)],
        ]),
      ),
    ]),
  ].join('\n');
}
