import type { Placement } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, onlyOne } from '../define-command.js';

const usage = `usage: understudy locate <ID> [--json]

Says where a video belongs and who has it: its opaque ID, as in its URL, is deciphered to the content ID, which hashes into a slot, which the
ring has placed on a master and a replica. A content ID, as logs have it, is taken as well.

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy locate …`. */
export const locateCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => onlyOne('ID', operands),
  async run(id, { env, tell }) {
    const admin = await openAdminClient(env);
    tell(await admin.get('/admin/videos/{id}/placement', { path: { id } }), textOf);
  },
});

function textOf({ id, contentId, slot, epoch, pool, master, replica, holders }: Placement): string {
  return [
    `video       ${id}`,
    `content ID  ${contentId}`,
    `slot        ${slot} of 65536`,
    `pool        ${pool ?? 'none: no worker is there'}`,
    `master      ${master ?? 'none'}, by the ring of epoch ${epoch}`,
    `replica     ${replica ?? 'none'}`,
    ...holders.map(
      ({ worker, bytes, complete, players }) =>
        `${worker.padEnd(11)} has ${bytes} bytes, ${complete ? 'all of it' : 'not all'}; players: ${players}`,
    ),
    ...(holders.length === 0 ? ['nobody has anything of it: it is made when it is asked for'] : []),
  ].join('\n');
}
