import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, onlyOne } from '../define-command.js';

const usage = `usage: understudy activate <worker> [--json]

Undoes understudy drain, while the worker still runs.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy activate …`. */
export const activateCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => onlyOne('worker', operands),
  async run(worker, { env, tell }) {
    const admin = await openAdminClient(env);
    const answer = await admin.post('/admin/workers/{id}/activate', { path: { id: worker } });
    tell(answer, ({ id }) => `${id} is active`);
  },
});
