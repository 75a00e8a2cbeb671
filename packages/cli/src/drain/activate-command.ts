import { openAdminClient } from '../admin/admin-client.js';
import { showCommand } from '../show/show-command.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy activate <worker> [--json]

Undoes understudy drain, while the worker still runs.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy activate …`. Gives the exit code. */
export function activateCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  return showCommand(args, terminal, {
    usage,
    operands: ['worker'],
    async read([worker = '']) {
      const admin = await openAdminClient(env);
      return admin.post('/admin/workers/{id}/activate', { path: { id: worker } });
    },
    text: ({ id }) => `${id} is active`,
  });
}
